package io.wsfleet.local.api.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.wsfleet.local.Yaml;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Kinds;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an operator changes a pod that the kubelet reports on: its labels, and its conditions. */
class PodPatchTest {
  private static final String ROLE = "wsfleet.io/redis-role";
  private static final String IN_SYNC = "wsfleet.io/redis-in-sync";

  private ApiServerFixture api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiServerFixture();
    api.client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .addToLabels("app", "redis")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("x")
                .endContainer()
                .endSpec()
                .build())
        .create();
    reportReady("True");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void addsAConditionByAStrategicMergePatchOfTheStatus() {
    patchStatus(PatchType.STRATEGIC_MERGE, conditions("{type: %s, status: 'True'}"));
    assertEquals(Map.of("Ready", "True", IN_SYNC, "True"), statuses());
    patchStatus(PatchType.STRATEGIC_MERGE, conditions("{type: %s, status: 'False'}"));
    assertEquals(Map.of("Ready", "True", IN_SYNC, "False"), statuses());
  }

  @Test
  void addsAConditionByServerSideApplyAndOwnsNothingElseOfTheStatus() {
    applyStatus("True");
    assertEquals(Map.of("Ready", "True", IN_SYNC, "True"), statuses());
    reportReady("False");
    applyStatus("False");
    assertEquals(Map.of("Ready", "False", IN_SYNC, "False"), statuses());
    String version = there().getMetadata().getResourceVersion();
    applyStatus("False");
    assertEquals(version, there().getMetadata().getResourceVersion());
    var mine =
        there().getMetadata().getManagedFields().stream()
            .filter(entry -> "me".equals(entry.getManager()))
            .toList();
    assertEquals("status", mine.get(0).getSubresource());
    String fields = mine.get(0).getFieldsV1().getAdditionalProperties().toString();
    assertTrue(fields.contains("k:{\"type\":\"" + IN_SYNC + "\"}"), fields);
    assertTrue(!fields.contains("\"Ready\""), fields);
  }

  @Test
  void replacesAllConditionsByAMergePatchOfTheStatus() {
    patchStatus(PatchType.JSON_MERGE, conditions("{type: %s, status: 'True'}"));
    assertEquals(Map.of(IN_SYNC, "True"), statuses());
  }

  @Test
  void leavesLabelsAloneWhereTheStatusIsPatchedAndTheStatusWhereLabelsAre() {
    patchStatus(
        PatchType.JSON_MERGE, "{metadata: {labels: {app: other}}, status: {phase: Running}}");
    pod().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"phase\":\"Failed\"}}");
    assertEquals("redis", there().getMetadata().getLabels().get("app"));
    assertEquals("Running", there().getStatus().getPhase());
  }

  @Test
  void showsTheStatusByItself() {
    String shown = api.client.raw("/api/v1/namespaces/default/pods/p/status");
    assertTrue(shown.contains("\"Ready\""), shown);
  }

  @Test
  void movesALabelByEveryKindOfPatchAndWatchersOfItSeeThat() {
    try (SharedIndexInformer<Pod> masters = api.client.pods().withLabel(ROLE, "master").inform();
        SharedIndexInformer<Pod> replicas = api.client.pods().withLabel(ROLE, "replica").inform()) {
      label(PatchType.JSON_MERGE, "{\"metadata\":{\"labels\":{\"%s\":\"master\"}}}");
      await().until(() -> has(masters, 1) && has(replicas, 0));
      label(
          PatchType.JSON,
          "[{\"op\":\"test\",\"path\":\"/metadata/labels/wsfleet.io~1redis-role\",\"value\":\"master\"},"
              + "{\"op\":\"replace\",\"path\":\"/metadata/labels/wsfleet.io~1redis-role\",\"value\":\"replica\"}]");
      await().until(() -> has(masters, 0) && has(replicas, 1));
      label(PatchType.JSON_MERGE, "{\"metadata\":{\"labels\":{\"%s\":null}}}");
      await().until(() -> has(masters, 0) && has(replicas, 0));
      applyLabels(Map.of(ROLE, "master"));
      await().until(() -> has(masters, 1));
      applyLabels(Map.of());
      await().until(() -> has(masters, 0));
    }
    assertEquals(Map.of("app", "redis"), there().getMetadata().getLabels());
  }

  @Test
  void refusesAJsonPatchWhoseTestFails() {
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class,
            () ->
                label(
                    PatchType.JSON,
                    "[{\"op\":\"test\",\"path\":\"/metadata/labels/app\",\"value\":\"other\"},"
                        + "{\"op\":\"remove\",\"path\":\"/metadata/labels/app\"}]"));
    assertEquals(422, refused.getCode());
    assertEquals("redis", there().getMetadata().getLabels().get("app"));
  }

  @Test
  void refusesAPatchThatIsMeantForAnotherPodOfThatNameOrForAnotherVersion() {
    for (String meant : List.of("\"uid\":\"another\"", "\"resourceVersion\":\"1\"")) {
      String patch = "{\"metadata\":{" + meant + ",\"labels\":{\"app\":\"other\"}}}";
      KubernetesClientException refused =
          assertThrows(
              KubernetesClientException.class,
              () -> pod().patch(PatchContext.of(PatchType.JSON_MERGE), patch));
      assertEquals(409, refused.getCode());
    }
    assertEquals("redis", there().getMetadata().getLabels().get("app"));
  }

  /** As the kubelet does it. */
  private void reportReady(String status) {
    api.registry.update(
        Kinds.POD.ref("default", "p"),
        object -> {
          var conditions = object.withObject("/status").withArray("conditions");
          for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.get(i).path("type").asText().equals("Ready")) {
              conditions.remove(i);
            }
          }
          conditions.insertObject(0).put("type", "Ready").put("status", status);
          return object;
        },
        WriteOptions.by("kubelet").toStatus());
  }

  private void applyStatus(String status) {
    Pod wanted =
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .withNamespace("default")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType(IN_SYNC)
            .withStatus(status)
            .endCondition()
            .endStatus()
            .build();
    api.client
        .resource(wanted)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("me")
                .withForce(true)
                .build());
  }

  private void applyLabels(Map<String, String> labels) {
    Pod wanted =
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .withNamespace("default")
            .withUid(there().getMetadata().getUid())
            .withLabels(labels)
            .endMetadata()
            .build();
    api.client.resource(wanted).fieldManager("me").forceConflicts().serverSideApply();
  }

  private void patchStatus(PatchType type, String yaml) {
    pod().subresource("status").patch(PatchContext.of(type), Yaml.yaml(yaml).toString());
  }

  private static String conditions(String condition) {
    return "{status: {conditions: [" + condition.formatted(IN_SYNC) + "]}}";
  }

  private void label(PatchType type, String patch) {
    pod().patch(PatchContext.of(type), patch.replace("%s", ROLE));
  }

  private Map<String, String> statuses() {
    return there().getStatus().getConditions().stream()
        .collect(Collectors.toMap(PodCondition::getType, PodCondition::getStatus));
  }

  private static boolean has(SharedIndexInformer<Pod> informer, int pods) {
    return informer.getStore().list().size() == pods;
  }

  private PodResource pod() {
    return api.client.pods().withName("p");
  }

  private Pod there() {
    return pod().get();
  }
}
