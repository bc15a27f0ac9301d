package io.wsfleet.gateway.api.schema;

import static io.wsfleet.gateway.api.schema.Schema.Field.optional;
import static io.wsfleet.gateway.api.schema.Schema.Field.required;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SchemaValidatorTest {
  private final SchemaValidator schemaValidator =
      new SchemaValidator(
          Schema.object(
              required(
                  "event",
                  Schema.name(8)
                      .with("not", new JsonObject().put("enum", new JsonArray().add("connect")))),
              optional("to", Schema.object(optional("rooms", Schema.names(5, 2)))),
              optional("wait", Schema.number(1, 9)),
              optional("args", Schema.array(Schema.any()))));

  @Test
  void acceptsValidJson() {
    assertEquals(List.of(), violations("{\"event\":\"say\"}"));
    assertEquals(
        List.of(),
        violations(
            "{\"event\":\"say\",\"to\":{\"rooms\":[\"a\",\"b\"]},\"wait\":9,\"args\":[null,{},1.5]}"));
  }

  @Test
  void reportsEachInvalidPartOnce() {
    assertEquals(Set.of(new Violation("", "\"event\" is missing")), Set.copyOf(violations("{}")));
    assertEquals(
        Set.of("/event", "/to/rooms", "/unknown"),
        locations("{\"event\":\"muchtoolong\",\"to\":{\"rooms\":[]},\"unknown\":1}"));
    assertEquals(
        Set.of("/to/rooms/0", "/to/rooms/1"),
        locations("{\"event\":\"say\",\"to\":{\"rooms\":[\"\",2]}}"));
    assertEquals(
        Set.of("/wait", "/args"), locations("{\"event\":\"say\",\"wait\":10,\"args\":{}}"));
    assertEquals(Set.of("/wait"), locations("{\"event\":\"say\",\"wait\":1.5}"));
    assertEquals(Set.of("/to"), locations("{\"event\":\"say\",\"to\":null}"));
    assertEquals(Set.of("/to/room"), locations("{\"event\":\"say\",\"to\":{\"room\":\"a\"}}"));
  }

  @Test
  void explainsViolationsInWords() {
    assertEquals(
        List.of(new Violation("/event", "Socket.IO reserves this name")),
        violations("{\"event\":\"connect\"}"));
    assertEquals(
        List.of(new Violation("/to/rooms", "must have at least 1 elements, or be omitted")),
        violations("{\"event\":\"say\",\"to\":{\"rooms\":[]}}"));
    assertEquals(
        List.of(new Violation("/to/room", "unknown property")),
        violations("{\"event\":\"say\",\"to\":{\"room\":1}}"));
    assertEquals(
        List.of(new Violation("/event", "must have at most 8 characters")),
        violations("{\"event\":\"123456789\"}"));
    assertEquals(
        List.of(new Violation("/args", "must be of type array")),
        violations("{\"event\":\"say\",\"args\":\"a\"}"));
  }

  private List<Violation> violations(String json) {
    return schemaValidator.validate(new JsonObject(json));
  }

  private Set<String> locations(String json) {
    List<Violation> violations = violations(json);
    Set<String> locations =
        violations.stream().map(Violation::location).collect(Collectors.toSet());
    assertEquals(violations.size(), locations.size(), violations.toString());
    return locations;
  }
}
