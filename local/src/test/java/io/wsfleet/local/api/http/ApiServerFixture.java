package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.vertx.core.Vertx;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** An API server on a free port, with the test's kind and the namespace {@code default}. */
final class ApiServerFixture implements AutoCloseable {
  private static final String SECRET = "of-this-test";

  final Registry registry =
      new Registry("127.99.128.", port -> port != 32000, InstantSource.system(), new Random(1));
  final KubernetesClient client;
  private final Vertx vertx = Vertx.vertx();
  private final int port;

  ApiServerFixture() throws Exception {
    registry.create(Kinds.NAMESPACE, "", named("default"), WriteOptions.by("test"));
    ApiServer server =
        new ApiServer(
            vertx, registry, (ns, pod, c, p) -> Optional.empty(), SECRET, InstantSource.system());
    port = server.listen("127.0.0.1", 0);
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url()).withNamespace("default").build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    try (InputStream gadgets = ApiServerFixture.class.getResourceAsStream("/gadgets.yaml")) {
      client.load(gadgets).create();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + "/" + SECRET;
  }

  String urlWithoutSecret() {
    return "http://127.0.0.1:" + port;
  }

  /** A kubeconfig for this server. */
  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: local
        clusters: [{name: local, cluster: {server: "%s"}}]
        contexts: [{name: local, context: {cluster: local, namespace: default, user: me}}]
        users: [{name: me, user: {as: %s}}]
        """
            .formatted(url(), SECRET));
  }

  static ObjectNode named(String name) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", name);
    return object;
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
