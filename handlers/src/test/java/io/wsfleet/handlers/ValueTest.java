package io.wsfleet.handlers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

  @Test
  void readsEachType() {
    Value value = Value.parse(" {\"a\" : [1, 2.5, 1e3, true, \"x\\u0041\\n\"], \"b\":null} ");
    assertEquals(1, value.get("a").get(0).integer());
    assertEquals(2.5, value.get("a").get(1).number());
    assertEquals(1000, value.get("a").get(2).integer());
    assertTrue(value.get("a").get(3).bool());
    assertEquals("xA\n", value.get("a").get(4).text());
    assertEquals(5, value.get("a").list().size());
    assertEquals(List.of("a", "b"), List.copyOf(value.fields().keySet()));
    assertTrue(value.get("b").isNull());
    assertFalse(value.isNull());
  }

  @Test
  void isNullForAPartThatDoesNotExist() {
    assertTrue(Value.parse("[1]").get(1).isNull());
    assertTrue(Value.parse("[1]").get(-1).isNull());
    assertTrue(Value.parse("[1]").get("x").get("y").get(0).isNull());
  }

  @Test
  void namesTheExpectedAndTheGivenType() {
    assertEquals(
        "expected text, got a number",
        assertThrows(InvalidArgument.class, () -> Value.parse("1").text()).getMessage());
    assertEquals(
        "expected a whole number, got nothing",
        assertThrows(InvalidArgument.class, () -> Value.NULL.integer()).getMessage());
    for (String notWhole : List.of("1.5", "1e99", "1e999999999", "9".repeat(1_000_000), "\"1\"")) {
      assertThrows(InvalidArgument.class, () -> Value.parse(notWhole).integer());
    }
  }

  @Test
  void keepsNumbersAsTheyAreWritten() {
    for (String number : List.of("0", "-0", "12345678901234567890", "1.10", "1E+2", "1e400")) {
      assertEquals(number, Value.parse(number).json());
    }
  }

  private record Said(String by, long at, List<String> tags) {}

  private enum Mood {
    GOOD
  }

  @Test
  void convertsJavaObjects() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a\"\\\u0001é😀");
    map.put("numbers", new int[] {1, 2});
    map.put("double", 1e10);
    map.put("atomic", new AtomicInteger(3));
    map.put("nothing", null);
    map.put("said", new Said("anna", 7, List.of("x")));
    map.put("mood", Mood.GOOD);
    map.put("empty", List.of(Map.of(), List.of()));
    assertEquals(
        "{\"text\":\"a\\\"\\\\\\u0001é😀\",\"numbers\":[1,2],\"double\":1.0E10,\"atomic\":3,"
            + "\"nothing\":null,\"said\":{\"by\":\"anna\",\"at\":7,\"tags\":[\"x\"]},"
            + "\"mood\":\"GOOD\",\"empty\":[{},[]]}",
        Value.of(map).json());
  }

  @Test
  void rejectsObjectsThatJsonCannotExpress() {
    List<Object> cycle = new java.util.ArrayList<>();
    cycle.add(cycle);
    for (Object wrong : Arrays.asList(Double.NaN, Float.POSITIVE_INFINITY, new Object(), cycle)) {
      assertThrows(IllegalArgumentException.class, () -> Value.of(wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> new Value.Number("1,\"x\":2"));
  }

  @Test
  void containsBinaryDataThatJsonCannotExpress() {
    Value value = Value.of(Map.of("file", new byte[] {1, 2}));
    assertArrayEquals(new byte[] {1, 2}, value.get("file").bytes());
    assertEquals(value, Value.of(Map.of("file", new byte[] {1, 2})));
    assertEquals(
        "expected JSON, got binary data",
        assertThrows(InvalidArgument.class, value::json).getMessage());
  }

  @Test
  void escapesHalfASurrogatePair() {
    String json = "\"a\\ud800b\\udc00\"";
    assertEquals(json, Value.parse(json).json());
    assertEquals("\"😀\"", Value.parse("\"\\ud83d\\ude00\"").json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u00g0\"",
        "\"\n\"",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "tru",
        "nul",
        "truex",
        "1 1",
        "[]]",
        "NaN",
        "\u0000",
        "'a'"
      })
  void rejectsInvalidJson(String text) {
    assertThrows(IllegalArgumentException.class, () -> Value.parse(text));
  }

  @Test
  void limitsDepthAndNotLength() {
    assertThrows(IllegalArgumentException.class, () -> Value.parse("[".repeat(1_000_000)));
    assertEquals(300_000, Value.parse("[" + "1,".repeat(299_999) + "1]").list().size());
    assertEquals(1_000_000, Value.parse("\"" + "a".repeat(1_000_000) + "\"").text().length());
  }

  @Test
  void parsesTheJsonThatItWrites() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      Value value = Value.of(anything(random, 4));
      assertEquals(value, Value.parse(value.json()));
    }
  }

  private static Object anything(Random random, int depth) {
    switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0:
        return random.nextLong();
      case 1:
        return random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 2:
        return random.nextBoolean();
      case 3:
        return text(random);
      case 4:
        return random.ints(random.nextInt(5)).mapToObj(n -> anything(random, depth - 1)).toList();
      default:
        Map<String, Object> map = new LinkedHashMap<>();
        random
            .ints(random.nextInt(5))
            .forEach(n -> map.put(text(random), anything(random, depth - 1)));
        return map;
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    random.ints(random.nextInt(8), 0, 0x10000).forEach(code -> text.append((char) code));
    return text.toString();
  }
}
