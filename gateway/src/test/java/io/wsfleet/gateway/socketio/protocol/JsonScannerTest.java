package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jackson takes and refuses is right. */
class JsonScannerTest {
  private static final int DEPTH = 70;
  private static final JsonText JSON = new JsonText(DEPTH);
  private static final String LETTERS =
      "[]{}\",:\\ \n\t\r0123456789-+.eEutrfalsn/b\u0000\u001f\u007fé😀";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void agreesWithJacksonAboutRandomTextAndWhatIsLeftOfItWhenItBreaks(int seed) throws IOException {
    Random random = new Random(seed);
    int wellFormed = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("[");
      text.append(random.nextInt(8) == 0 ? "-1.5e3" : "\"na\\u00e9\\n\"");
      for (int n = random.nextInt(4); n > 0; n--) {
        value(random, text.append(','), random.nextInt(5));
      }
      text.append(']');
      for (int n = random.nextInt(3); n > 0; n--) {
        breakIt(random, text);
      }
      String broken = text.toString();
      wellFormed += assertSame(broken) ? 1 : 0;
    }
    assertTrue(wellFormed > 5000 && wellFormed < 19_000, "well-formed: " + wellFormed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "]",
        "[]",
        "[\"a\"]",
        " [ \"a\" , 1 ] ",
        "[\"a\"]x",
        "[\"a\"] []",
        "[\"a\",]",
        "[,\"a\"]",
        "[\"a\" 1]",
        "[\"a\",01]",
        "[\"a\",-]",
        "[\"a\",-0]",
        "[\"a\",1.]",
        "[\"a\",.1]",
        "[\"a\",1e]",
        "[\"a\",1E+05]",
        "[\"a\",+1]",
        "[\"a\",NaN]",
        "[\"a\",tru]",
        "[\"a\",truex]",
        "[\"a\",nulll]",
        "[\"a\",{}]",
        "[\"a\",{\"b\"}]",
        "[\"a\",{\"b\":}]",
        "[\"a\",{\"b\":1,}]",
        "[\"a\",{\"b\":1 \"c\":2}]",
        "[\"a\",{b:1}]",
        "[\"a\",{\"b\":[{\"c\":[]}]}]",
        "[\"a\",[}]",
        "[\"a\",\"\\x\"]",
        "[\"a\",\"\\u12g4\"]",
        "[\"a\",\"\\u12\"]",
        "[\"a\",\"\\\"]",
        "[\"a\",\"\n\"]",
        "[1]",
        "[-1.50e3,2]",
        "[null]",
        "[true]",
        "[{}]",
        "[[]]",
        "[\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u0041\\ud800\"]",
        "[\"a\",'b']",
        "[\"a\",/**/1]",
        "{\"a\":1}",
        "[\"a\"",
        "[\"a",
        "[\"a\",1",
        "[\"a\",\"b",
        "\uFEFF[\"a\"]",
        "[0]",
        "[00]",
        "[1 ]"
      })
  void agreesWithJacksonAboutUnusualJson(String text) throws IOException {
    assertSame(text);
  }

  /** Jackson takes them; JavaScript does not, and would cut off whoever is sent such text. */
  @Test
  void refusesDigitsOfOtherAlphabets() {
    String text = "[\"a\",\"\\u٣٣٣٣\"]";
    assertNotNull(byJackson(text));
    assertNull(JSON.eventHead(text));
  }

  @Test
  void goesAsDeepAsItMayAndNoFurther() throws IOException {
    for (int depth = DEPTH - 3; depth < DEPTH + 3; depth++) {
      assertSame("[\"a\"," + "[".repeat(depth) + "]".repeat(depth) + "]");
      assertSame("[\"a\"," + "{\"b\":".repeat(depth) + "1" + "}".repeat(depth) + "]");
      assertSame("[\"a\"," + "[".repeat(depth));
    }
    assertNotNull(JSON.eventHead("[\"a\"," + "[".repeat(DEPTH - 1) + "]".repeat(DEPTH - 1) + "]"));
    assertNull(JSON.eventHead("[\"a\"," + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "]"));
    String mixed = "[{\"x\":".repeat(DEPTH / 2 - 1);
    assertSame("[\"a\"," + mixed + "1" + "}]".repeat(DEPTH / 2 - 1) + "]");
    assertSame("[\"a\"," + mixed + "1" + "]}".repeat(DEPTH / 2 - 1) + "]");
  }

  /** Whether both take it, after having found that both say the same. */
  private static boolean assertSame(String text) throws IOException {
    JsonText.EventHead expected = byJackson(text);
    assertEquals(expected, JSON.eventHead(text), text);
    for (JsonToken first : new JsonToken[] {JsonToken.START_ARRAY, JsonToken.START_OBJECT}) {
      boolean array = first == JsonToken.START_ARRAY;
      assertEquals(isWhole(text, first), array ? JSON.isArray(text) : JSON.isObject(text), text);
    }
    return expected != null;
  }

  private static boolean isWhole(String text, JsonToken first) {
    try (JsonParser parser = JSON.parser(text)) {
      boolean begins = parser.nextToken() == first;
      parser.skipChildren();
      return begins && parser.currentToken() != null && parser.nextToken() == null;
    } catch (IOException malformed) {
      return false;
    }
  }

  private static JsonText.@Nullable EventHead byJackson(String text) {
    try (JsonParser parser = JSON.parser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      JsonToken first = parser.nextToken();
      if (first == null || !(first == JsonToken.VALUE_STRING || first.isNumeric())) {
        return null;
      }
      String name = parser.getText();
      int end = Math.toIntExact(parser.currentLocation().getCharOffset());
      if (first != JsonToken.VALUE_STRING) {
        end = text.indexOf(name) + name.length();
      }
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        if (token == null) {
          return null;
        }
        parser.skipChildren();
      }
      return parser.nextToken() != null
          ? null
          : new JsonText.EventHead(name, text.substring(end, text.lastIndexOf(']')));
    } catch (IOException malformed) {
      return null;
    }
  }

  private static void value(Random random, StringBuilder out, int depth) {
    String[] plain = {
      "1", "-0.5e+7", "true", "false", "null", "\"\"", "\"a\\\"b\\u20ac\"", "\"]}\""
    };
    int kind = depth == 0 ? 0 : random.nextInt(4);
    out.append(random.nextInt(5) == 0 ? " \n" : "");
    if (kind < 2) {
      out.append(plain[random.nextInt(plain.length)]);
      return;
    }
    out.append(kind == 2 ? '[' : '{');
    for (int i = 0, n = random.nextInt(3); i < n; i++) {
      out.append(i == 0 ? "" : ",").append(kind == 2 ? "" : "\"k\" :");
      value(random, out, depth - 1);
    }
    out.append(kind == 2 ? ']' : '}');
  }

  private static void breakIt(Random random, StringBuilder text) {
    int at = random.nextInt(text.length());
    char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
    switch (random.nextInt(4)) {
      case 0 -> text.insert(at, letter);
      case 1 -> text.setCharAt(at, letter);
      case 2 -> text.setLength(Math.max(1, at));
      default -> text.deleteCharAt(text.length() > 1 ? at : 0).append(' ');
    }
  }
}
