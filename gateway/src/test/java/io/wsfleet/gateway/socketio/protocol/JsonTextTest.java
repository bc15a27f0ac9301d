package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
  private static final JsonText JSON = new JsonText(100);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"a | \"a\"", "a\"b\\ | \"a\\\"b\\\\\"", "`` | \"\"", "€😀 | \"€😀\""})
  void quotesText(String text, String quoted) {
    assertEquals(quoted, quote(text));
  }

  @Test
  void escapesWhatJsonOrUtf8HasNoCharacterFor() {
    assertEquals("\"\\n\\r\\t\\u0000\\u001f\\u007f\"", quote("\n\r\t\u0000\u001f\u007f"));
    assertEquals("\"\\ud800\"", quote("\ud800"));
    assertEquals("\"\\udc00x\"", quote("\udc00x"));
    assertEquals("\"\\ud800\\ud800\"", quote("\ud800\ud800"));
  }

  /** JavaScript writes them so; Jackson 2.21.8 rejects them in names. */
  @Test
  void readsLoneSurrogatesInNamesAndValues() {
    assertNotNull(JsonStructure.of(JSON, "[{\"\\ud800\":\"\\ud800\",\"\\udc00x\":1}]", 0));
  }

  @Test
  void renamesAnEventAndKeepsItsArgumentsAsTheyCame() {
    Event event = JSON.event("[\"say\", 1.50 ,{\"b\" : \"\\ud800\"}]", List.of());
    assertNotNull(event);
    assertEquals("[\"said\", 1.50 ,{\"b\" : \"\\ud800\"}]", event.withName("said").json());
    assertEquals("[ 1.50 ,{\"b\" : \"\\ud800\"}]", event.arguments());
    assertEquals("[]", Event.of("a").arguments());
  }

  @Test
  void knowsTheShapeOfNestedThings() {
    JsonStructure jsonStructure =
        JsonStructure.of(JSON, "[1,{\"a\":[],\"b\":{\"c\":[1,2]}},\"x\"]", 0);
    assertNotNull(jsonStructure);
    assertEquals(
        List.of(3, 2, 0, 1, 2),
        IntStream.range(0, 5).mapToObj(i -> jsonStructure.nextSize()).toList());
  }

  @Test
  void takesPlaceholdersForDataWhereThereAreNoAttachments() {
    JsonStructure jsonStructure = JsonStructure.of(JSON, "[{\"_placeholder\":true,\"num\":5}]", 0);
    assertNotNull(jsonStructure);
    assertEquals(1, jsonStructure.nextSize());
    assertEquals(2, jsonStructure.nextSize());
  }

  @Test
  void findsPlaceholdersAndSkipsWhatElseIsInThem() {
    JsonStructure jsonStructure =
        JsonStructure.of(JSON, "[{\"x\":[{}],\"num\":1,\"_placeholder\":true},{\"y\":[]}]", 2);
    assertNotNull(jsonStructure);
    assertEquals(2, jsonStructure.nextSize());
    assertEquals(1, JsonStructure.attachment(jsonStructure.nextSize()));
    assertEquals(1, jsonStructure.nextSize());
    assertEquals(0, jsonStructure.nextSize());
    assertNull(JsonStructure.of(JSON, "[{\"num\":2,\"_placeholder\":true}]", 2));
    assertNull(JsonStructure.of(JSON, "[", 0));
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder();
    JsonText.quote(text, out);
    return out.toString();
  }
}
