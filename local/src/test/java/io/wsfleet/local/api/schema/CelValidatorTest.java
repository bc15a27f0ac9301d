package io.wsfleet.local.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelValidatorTest {
  private static final JsonNode CLUSTER = clusterSchema();

  @Test
  void compilesEveryRuleOfTheCustomResourceDefinition() throws Exception {
    List<JsonNode> rules = CLUSTER.findValues("x-kubernetes-validations");
    assertFalse(rules.isEmpty());
    for (JsonNode list : rules) {
      for (JsonNode rule : list) {
        CelPrograms.of(rule.path("rule").asText());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {gateway: {port: 5001}} | spec.api.port: Invalid value: "object":
          {api: {port: 9000}} | spec.api.port: Invalid value: "object": api.port must not be 9000
          {announcements: [{event: connect, everySeconds: 5, data: x}]} | spec.announcements[0].event: Invalid value: "object":
          {events: [{on: say}, {on: say}]} | spec.events: Invalid value: "array":
          {events: [{on: say, namespace: chat}]} | spec.events[0]: Invalid value: "object": events.namespace must begin with a slash
          {protocol: {corsOrigins: ["https://a/b"]}} | spec.protocol.corsOrigins: Invalid value: "object": protocol.corsOrigins
          {redis: {replicas: 1, minInSyncReplicas: 2}} | spec.redis: Invalid value: "object":
          {service: {type: ClusterIP, nodePort: 30000}} | spec.service.nodePort: Invalid value: "object":
          """)
  void refusesWhatARealApiServerRefuses(String spec, String violation) {
    List<String> violations = violations("chat", spec, null);
    assertEquals(1, violations.size(), violations.toString());
    assertTrue(violations.get(0).startsWith(violation), violations.toString());
  }

  @Test
  void acceptsTheSamples() throws Exception {
    for (String sample : List.of("chat.yaml", "minimal.yaml", "rooms.yaml", "tls.yaml")) {
      String text = Files.readString(Path.of("..", "samples", sample));
      for (ObjectNode object : Json.parseYamlDocuments(text)) {
        if (object.path("kind").asText().equals("WebSocketCluster")) {
          Schema schema = new Schema(CLUSTER);
          schema.fillDefaults(object);
          assertEquals(List.of(), schema.violations(object, null), sample);
        }
      }
    }
  }

  @Test
  void refusesALongNameOfAnObject() {
    List<String> violations = violations("x".repeat(41), "{}", null);
    assertEquals(1, violations.size(), violations.toString());
  }

  @Test
  void evaluatesTransitionsOnlyForAStoredObject() {
    String tls = "{tls: {secretName: certificates}}";
    assertEquals(List.of(), violations("chat", tls, null));
    assertEquals(1, violations("chat", tls, "{}").size());
    assertEquals(List.of(), violations("chat", tls, tls));
  }

  @Test
  void acceptsAStoredValueThatDidNotChange() {
    assertEquals(
        List.of(),
        violations("chat", "{api: {port: 9000}, gateway: {replicas: 3}}", "{api: {port: 9000}}"));
  }

  @Test
  void checksNoRuleOfAnObjectWithOtherViolations() {
    List<String> violations = violations("chat", "{api: {port: text}}", null);
    assertEquals(2, violations.size(), violations.toString());
    assertTrue(violations.get(1).contains("some validation rules were not checked"));
  }

  @Test
  void givesTheMessageOfAnExpressionAndTheReason() {
    JsonNode schema =
        yaml(
            """
            type: object
            properties:
              count: {type: integer}
              is-good: {type: boolean}
            x-kubernetes-validations:
              - {rule: "self.count < 3", messageExpression: "'too many: ' + string(self.count)"}
              - {rule: "self.is__dash__good", reason: FieldValueForbidden, message: not good}
              - {rule: "self.count > 100"}
              - {rule: "quantity('1Gi').isInteger()"}
            """);
    assertEquals(
        List.of(
            "<nil>: Invalid value: \"object\": too many: 5",
            "<nil>: Forbidden: not good",
            "<nil>: Invalid value: \"object\": failed rule: self.count > 100"),
        new Schema(schema).violations((ObjectNode) yaml("{count: 5, is-good: false}"), null));
  }

  private static List<String> violations(String name, String spec, @Nullable String before) {
    Schema schema = new Schema(CLUSTER);
    return schema.violations(
        cluster(schema, name, spec), before == null ? null : cluster(schema, name, before));
  }

  private static ObjectNode cluster(Schema schema, String name, String spec) {
    ObjectNode object =
        Json.object().put("apiVersion", "wsfleet.io/v1alpha1").put("kind", "WebSocketCluster");
    object.putObject("metadata").put("name", name);
    object.set("spec", yaml(spec));
    schema.fillDefaults(object);
    return object;
  }

  private static JsonNode yaml(String text) {
    try {
      return Json.parseYamlDocuments(text).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode clusterSchema() {
    try (var files = Files.list(Path.of("..", "crds"))) {
      return yaml(Files.readString(files.findFirst().orElseThrow()))
          .at("/spec/versions/0/schema/openAPIV3Schema");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
