package io.wsfleet.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogFieldsTest {

  @Test
  void movesPairsToFieldsAndKeepsTheSentence() {
    LogFields read =
        LogFields.of(
            "event=publish-refused reason=\"%s\" tries=%d; retrying",
            new Object[] {"OOM command not allowed", 3});
    assertEquals(
        Map.of("event", "publish-refused", "reason", "OOM command not allowed", "tries", "3"),
        read.fields());
    assertEquals("publish-refused: retrying", read.text());
  }

  @Test
  void takesNoPairFromAValue() {
    LogFields read =
        LogFields.of(
            "event=%s client=%s data=%s",
            new Object[] {"say level=ERROR", "a\" b=c", "[\"x\"]; event=forged %s $1"});
    assertEquals(
        Map.of(
            "event", "say level=ERROR", "client", "a\" b=c", "data", "[\"x\"]; event=forged %s $1"),
        read.fields());
    assertEquals("say level=ERROR", read.text());
  }

  @Test
  void readsSeveralPlaceholdersInAValueAndLiterals() {
    LogFields read =
        LogFields.of(
            "event=start clients=%s:%d mode=\"two words\"", new Object[] {"0.0.0.0", 5000});
    assertEquals(
        Map.of("event", "start", "clients", "0.0.0.0:5000", "mode", "two words"), read.fields());
  }

  @Test
  void leavesProseAsItIs() {
    LogFields read = LogFields.of("a sentence of %s, a=b in it", new Object[] {"somebody"});
    assertEquals(Map.of(), read.fields());
    assertEquals("a sentence of somebody, a=b in it", read.text());
  }

  @Test
  void readsTheFieldsOfEveryMessageOfTheGateway() throws Exception {
    Pattern message = Pattern.compile("\"(event=(?:[^\"\\\\]|\\\\.|\"\\s*\\+ \")*)\"");
    int found = 0;
    for (Path file : sources()) {
      Matcher each = message.matcher(Files.readString(file));
      while (each.find()) {
        String format = each.group(1).replaceAll("\"\\s*\\+ \"", "").replace("\\\"", "\"");
        LogFields read = LogFields.of(format, null);
        assertTrue(read.fields().containsKey("event"), format);
        assertTrue(!read.text().contains("="), file + ": " + read.text());
        found++;
      }
    }
    assertTrue(found > 20, "only " + found + " messages were found");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
