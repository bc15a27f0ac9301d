package io.wsfleet.operator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.wsfleet.operator.api.spec.WebSocketClusterSpec;
import io.wsfleet.operator.api.status.RedisStatus;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdTest {

  @Test
  void theCommittedCrdIsGeneratedFromTheRecords() throws Exception {
    if (Boolean.getBoolean("crd.write")) {
      Files.createDirectories(Crd.FILE.getParent());
      Files.writeString(Crd.FILE, Crd.yaml());
    }
    assertEquals(
        Crd.yaml(),
        Files.readString(Crd.FILE),
        "crds/ differs from the records; write it anew with"
            + " ./mvnw -pl operator -am test -Dtest=CrdTest -Dcrd.write=true");
  }

  @Test
  void theApiServerAndTheOperatorHaveTheSameDefaults() throws Exception {
    var defaults = Crd.schema().getProperties().get("spec").getDefault();
    assertEquals(
        WebSocketClusterSpec.DEFAULT,
        new ObjectMapper().treeToValue(defaults, WebSocketClusterSpec.class));
  }

  @Test
  void eachPartAloneHasTheSameDefaults() throws Exception {
    var spec = Crd.schema().getProperties().get("spec").getProperties();
    var mapper = new ObjectMapper();
    for (var part :
        List.of(
            "gateway",
            "redis",
            "service",
            "protocol",
            "recovery",
            "limits",
            "api",
            "plain",
            "handlers")) {
      var fields = mapper.createObjectNode();
      spec.get(part)
          .getProperties()
          .forEach(
              (name, field) -> {
                if (field.getDefault() != null) {
                  fields.set(name, field.getDefault());
                }
              });
      var alone = mapper.createObjectNode().set(part, fields);
      assertEquals(
          WebSocketClusterSpec.DEFAULT,
          mapper.treeToValue(alone, WebSocketClusterSpec.class),
          part);
    }
  }

  @Test
  void everyFieldIsDescribed() {
    described("", Crd.schema());
  }

  @Test
  void everyNumberAndEveryListOfTheSpecHasLimits() {
    bounded("spec", Crd.schema().getProperties().get("spec"));
  }

  @Test
  void everyPatternMatchesTheWholeValue() {
    for (var part : List.of("gateway", "redis")) {
      var pattern =
          Crd.schema()
              .getProperties()
              .get("spec")
              .getProperties()
              .get(part)
              .getProperties()
              .get("resources")
              .getProperties()
              .get("limits")
              .getAdditionalProperties()
              .getSchema()
              .getPattern();
      assertTrue(pattern.startsWith("^") && pattern.endsWith("$"));
      for (var good : List.of("1", "0.5", "100m", "512Mi", "1Gi", "1e3")) {
        assertTrue(good.matches(pattern), good);
      }
      for (var bad : List.of("", "lots", "-1", "1 Gi", "1GiB")) {
        assertFalse(bad.matches(pattern), bad);
      }
    }
  }

  @Test
  void kubectlReadsNoFieldNameAsABoolean() throws Exception {
    var yaml = Files.readString(Crd.FILE);
    assertFalse(yaml.matches("(?s).*\\n *(on|off|yes|no|y|n):.*"), "a bare boolean of YAML 1.1");
  }

  @Test
  void keepsTheFormerNameOfMinInSyncReplicasSoThatTheApiServerCanRefuseIt() {
    var redis = Crd.schema().getProperties().get("spec").getProperties().get("redis");
    assertTrue(redis.getProperties().containsKey("acknowledgedBy"));
    assertTrue(
        redis.getXKubernetesValidations().stream()
            .anyMatch(
                rule ->
                    rule.getRule().equals("!has(self.acknowledgedBy)")
                        && rule.getMessage()
                            .equals(
                                "redis.acknowledgedBy has a new name: use"
                                    + " redis.minInSyncReplicas")));
  }

  /** Without them the API server would drop what an operator of the version before recorded. */
  @Test
  void keepsTheFormerNamesOfTheRecordOfRedis() throws Exception {
    var status = Crd.schema().getProperties().get("status").getProperties().get("redis");
    var mapper = new ObjectMapper();
    for (var former : Crd.FORMER_STATUS_FIELDS.entrySet()) {
      var field = status.getProperties().get(former.getKey());
      assertEquals(status.getProperties().get(former.getValue()).getType(), field.getType());
      var value =
          field.getEnum() != null && !field.getEnum().isEmpty()
              ? field.getEnum().get(0)
              : mapper.readTree("integer".equals(field.getType()) ? "5" : "\"text\"");
      assertEquals(
          mapper.treeToValue(
              mapper.createObjectNode().set(former.getValue(), value), RedisStatus.class),
          mapper.treeToValue(
              mapper.createObjectNode().set(former.getKey(), value), RedisStatus.class));
    }
  }

  private static void described(String path, JSONSchemaProps of) {
    if (of.getProperties() != null) {
      of.getProperties()
          .forEach(
              (name, field) -> {
                assertTrue(
                    field.getDescription() != null && field.getDescription().endsWith("."),
                    path + "." + name);
                described(path + "." + name, field);
              });
    }
    if (of.getItems() != null && of.getItems().getSchema() != null) {
      described(path + "[]", of.getItems().getSchema());
    }
  }

  private static void bounded(String path, JSONSchemaProps of) {
    if ("integer".equals(of.getType())) {
      assertTrue(of.getMinimum() != null && of.getMaximum() != null, path);
    }
    if (of.getItems() != null) {
      assertTrue(of.getMaxItems() != null, path);
      bounded(path + "[]", of.getItems().getSchema());
    }
    if (of.getProperties() != null) {
      of.getProperties().forEach((name, field) -> bounded(path + "." + name, field));
    }
  }
}
