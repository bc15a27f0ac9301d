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
  void findsNothingInWhatFits() {
    assertEquals(List.of(), flaws("{\"event\":\"say\"}"));
    assertEquals(
        List.of(),
        flaws(
            "{\"event\":\"say\",\"to\":{\"rooms\":[\"a\",\"b\"]},\"wait\":9,\"args\":[null,{},1.5]}"));
  }

  @Test
  void namesEachPlaceOnceAndSaysWhatIsWrongThere() {
    assertEquals(Set.of(new Violation("", "\"event\" is missing")), Set.copyOf(flaws("{}")));
    assertEquals(
        Set.of("/event", "/to/rooms", "/unknown"),
        places("{\"event\":\"muchtoolong\",\"to\":{\"rooms\":[]},\"unknown\":1}"));
    assertEquals(
        Set.of("/to/rooms/0", "/to/rooms/1"),
        places("{\"event\":\"say\",\"to\":{\"rooms\":[\"\",2]}}"));
    assertEquals(Set.of("/wait", "/args"), places("{\"event\":\"say\",\"wait\":10,\"args\":{}}"));
    assertEquals(Set.of("/wait"), places("{\"event\":\"say\",\"wait\":1.5}"));
    assertEquals(Set.of("/to"), places("{\"event\":\"say\",\"to\":null}"));
    assertEquals(Set.of("/to/room"), places("{\"event\":\"say\",\"to\":{\"room\":\"a\"}}"));
  }

  @Test
  void saysItInWords() {
    assertEquals(
        List.of(new Violation("/event", "Socket.IO keeps this name for itself; choose another")),
        flaws("{\"event\":\"connect\"}"));
    assertEquals(
        List.of(
            new Violation("/to/rooms", "it has fewer than 1 elements; leave it out, or name one")),
        flaws("{\"event\":\"say\",\"to\":{\"rooms\":[]}}"));
    assertEquals(
        List.of(new Violation("/to/room", "there is no such member here")),
        flaws("{\"event\":\"say\",\"to\":{\"room\":1}}"));
    assertEquals(
        List.of(new Violation("/event", "it is longer than 8 characters")),
        flaws("{\"event\":\"123456789\"}"));
    assertEquals(
        List.of(new Violation("/args", "it is not of type array")),
        flaws("{\"event\":\"say\",\"args\":\"a\"}"));
  }

  private List<Violation> flaws(String json) {
    return schemaValidator.validate(new JsonObject(json));
  }

  private Set<String> places(String json) {
    List<Violation> flaws = flaws(json);
    Set<String> places = flaws.stream().map(Violation::location).collect(Collectors.toSet());
    assertEquals(flaws.size(), places.size(), flaws.toString());
    return places;
  }
}
