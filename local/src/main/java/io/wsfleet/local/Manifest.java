package io.wsfleet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of the YAML file that a user starts. */
record Manifest(String file, List<ObjectNode> objects) {

  static Manifest read(Path file) throws StartupException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new StartupException(
          "there is no file %s to read a WebSocketCluster from".formatted(file));
    }
    List<ObjectNode> objects;
    try {
      objects =
          Json.parseYamlDocuments(Files.readString(file)).stream()
              .flatMap(Manifest::items)
              .toList();
    } catch (IOException | ClassCastException e) {
      throw new StartupException("%s is not YAML: %s".formatted(file, e.getMessage()));
    }
    Manifest manifest = new Manifest(file.toString(), objects);
    if (manifest.clusters().isEmpty()) {
      throw new StartupException(
          ("%s describes no WebSocketCluster, so there is no fleet to start; samples/minimal.yaml"
                  + " is the shortest one")
              .formatted(file));
    }
    return manifest;
  }

  /** The objects of a List, as {@code kubectl get -o yaml} writes it, or the object itself. */
  private static Stream<ObjectNode> items(ObjectNode object) {
    if (!object.path("kind").asText().equals("List")) {
      return Stream.of(object);
    }
    return StreamSupport.stream(object.path("items").spliterator(), false)
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }

  /** The smallest fleet that runs each program once, on no node port. */
  static Manifest forTraining() {
    ObjectNode cluster =
        Json.object().put("apiVersion", "wsfleet.io/v1alpha1").put("kind", "WebSocketCluster");
    cluster.putObject("metadata").put("name", "training");
    cluster.withObject("/spec/gateway").put("replicas", 1);
    cluster.withObject("/spec/redis").put("replicas", 0);
    cluster.withObject("/spec/service").put("type", "ClusterIP");
    return new Manifest("", List.of(cluster));
  }

  /** The namespaces and names of the WebSocketClusters, as {@code namespace/name}. */
  List<String> clusters() {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals("WebSocketCluster"))
        .map(
            object ->
                object.at("/metadata/namespace").asText("default")
                    + "/"
                    + object.at("/metadata/name").asText())
        .toList();
  }

  /**
   * Refuses to start on a node port that is in use.
   *
   * @param owner says which program listens on a port, if that can be found out
   */
  void requireFreePorts(IntPredicate isFree, IntFunction<Optional<PortOwner>> owner)
      throws StartupException {
    List<String> taken = new ArrayList<>();
    for (ObjectNode object : objects) {
      JsonNode node = object.at("/spec/service/nodePort");
      int port = node.asInt();
      if (node.isInt() && port > 0 && port < 65536 && !isFree.test(port)) {
        String name = object.at("/metadata/name").asText();
        taken.add(
            "service port %d (spec.service.nodePort of %s) is taken: %s, or give %s another nodePort (30000 to 32767)"
                .formatted(
                    port,
                    name,
                    owner.apply(port).map(PortOwner::wayOut).orElse(PortOwner.unknown(port)),
                    name));
      }
    }
    if (!taken.isEmpty()) {
      throw new StartupException(String.join("\nwsfleet: ", taken));
    }
  }
}
