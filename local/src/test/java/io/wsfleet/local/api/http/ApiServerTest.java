package io.wsfleet.local.api.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Kinds;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server as a client of the operator's kind sees it. */
class ApiServerTest {
  private ApiServerFixture api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiServerFixture();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void answersNobodyWithoutTheSecret() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(api.urlWithoutSecret() + "/api/v1/secrets"));
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    assertEquals(403, answer.statusCode());
    assertTrue(answer.body().contains("use the kubeconfig of this fleet"), answer.body());
  }

  @Test
  void appliesTwiceWithOneVersionAndShowsWhoOwnsWhat() {
    Deployment wanted = deployment("one", 2);
    Deployment first = api.client.resource(wanted).fieldManager("me").serverSideApply();
    Deployment second = api.client.resource(wanted).fieldManager("me").serverSideApply();
    assertEquals(
        first.getMetadata().getResourceVersion(), second.getMetadata().getResourceVersion());
    var owned = second.getMetadata().getManagedFields().get(0);
    assertEquals("me", owned.getManager());
    assertEquals("Apply", owned.getOperation());
    String fields = owned.getFieldsV1().getAdditionalProperties().toString();
    assertTrue(fields.contains("k:{\"name\":\"a\"}"), fields);
    assertTrue(fields.contains("f:replicas"), fields);
  }

  @Test
  void tellsAnInformerOfWhatIsThereAndOfWhatComesAndGoes() {
    api.client.resource(map("before", "a")).create();
    api.client.resource(map("other", "b")).create();
    try (SharedIndexInformer<ConfigMap> informer =
        api.client.configMaps().withLabelIn("tier", "a", "c").inform()) {
      await().until(() -> informer.getStore().list().size() == 1);
      api.client.resource(map("later", "c")).create();
      await().until(() -> informer.getStore().list().size() == 2);
      api.client.configMaps().withName("before").edit(ApiServerTest::withoutLabels);
      api.client.configMaps().withName("later").delete();
      await().until(() -> informer.getStore().list().isEmpty());
    }
  }

  @Test
  void tellsAWatcherWithAVersionOnlyWhatCameAfterIt() {
    ConfigMap first = api.client.resource(map("first", "a")).create();
    api.client.resource(map("second", "a")).create();
    List<String> seen = new CopyOnWriteArrayList<>();
    try (var watch =
        api.client
            .configMaps()
            .withResourceVersion(first.getMetadata().getResourceVersion())
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap map) {
                    seen.add(action + " " + map.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    seen.add("closed " + cause);
                  }
                })) {
      await().until(() -> seen.size() >= 1);
      assertEquals(List.of("ADDED second"), seen);
    }
  }

  @Test
  void sendsAWatchOverPlainHttpLineByLine() throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create(
                api.url() + "/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=2"));
    api.client.resource(map("first", "a")).create();
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertTrue(lines.readLine().startsWith("{\"type\":\"ADDED\""));
      api.client.configMaps().withName("first").delete();
      assertTrue(lines.readLine().startsWith("{\"type\":\"DELETED\""));
      assertEquals(null, lines.readLine(), "the watch ends when its time is over");
    }
  }

  @Test
  void refusesABodyThatIsTooLargeOrNoJsonAndGoesOn() {
    String large = "x".repeat(4 * 1024 * 1024);
    var tooLarge =
        assertThrows(
            KubernetesClientException.class,
            () -> api.client.resource(map("large", large)).create());
    assertEquals(413, tooLarge.getCode());
    var noJson =
        assertThrows(
            KubernetesClientException.class,
            () ->
                api.client.raw(api.url() + "/api/v1/namespaces/default/configmaps", "POST", "}{"));
    assertEquals(400, noJson.getCode());
    assertEquals(0, api.client.configMaps().list().getItems().size());
  }

  @Test
  void keepsWhatAnOwnerLeftBehindOnPurpose() {
    ConfigMap owner = api.client.resource(map("owner", "a")).create();
    api.client
        .resource(
            new ConfigMapBuilder(map("owned", "a"))
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName("owner")
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .build())
        .create();
    api.client
        .configMaps()
        .withName("owner")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    var left = api.client.configMaps().withName("owned").get();
    assertEquals(List.of(), left.getMetadata().getOwnerReferences());
  }

  @Test
  void showsAnEventOfTheNewerKindWhereKubectlDescribeLooksForIt() {
    var told =
        api.client
            .events()
            .v1()
            .events()
            .resource(
                new EventBuilder()
                    .withNewMetadata()
                    .withGenerateName("one-")
                    .withNamespace("default")
                    .endMetadata()
                    .withType("Normal")
                    .withReason("Scaled")
                    .withNote("from 1 to 2")
                    .withNewRegarding()
                    .withKind("Gadget")
                    .withName("one")
                    .endRegarding()
                    .build())
            .create();
    assertEquals("from 1 to 2", told.getNote());
    assertEquals("one", told.getRegarding().getName());
    var found = api.client.v1().events().withField("involvedObject.name", "one").list().getItems();
    assertEquals("from 1 to 2", found.get(0).getMessage());
    assertEquals(1, api.client.events().v1().events().list().getItems().size());
  }

  @Test
  void showsTheLogOfAPodThatHasNoneAsNotFound() {
    api.registry.create(Kinds.POD, "default", ApiServerFixture.named("p"), WriteOptions.by("test"));
    var refused =
        assertThrows(
            KubernetesClientException.class, () -> api.client.pods().withName("p").getLog(true));
    assertEquals(404, refused.getCode());
  }

  private static ConfigMap withoutLabels(ConfigMap map) {
    return new ConfigMapBuilder(map).editMetadata().withLabels(Map.of()).endMetadata().build();
  }

  private static ConfigMap map(String name, String tier) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("tier", tier)
        .endMetadata()
        .build();
  }

  private static Deployment deployment(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("a")
        .withImage("x")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
