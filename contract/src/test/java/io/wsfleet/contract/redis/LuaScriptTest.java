package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LuaScriptTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void everyFileIsAConstant() throws Exception {
    Set<String> constants =
        Arrays.stream(LuaScript.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .map(field -> field.getName().toLowerCase(Locale.ROOT).replace('_', '-') + ".lua")
            .collect(Collectors.toSet());
    assertEquals(
        constants,
        files().stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
  }

  @Test
  void everyFileHasAHeader() throws Exception {
    for (Path file : files()) {
      List<String> header =
          Files.readAllLines(file).stream().takeWhile(line -> line.startsWith("--")).toList();
      for (String part : List.of("-- Run by: ", "-- KEYS: ", "-- ARGV: ", "-- Reply: ")) {
        assertTrue(header.stream().anyMatch(line -> line.startsWith(part)), file + " " + part);
      }
    }
  }

  @Test
  void theHeaderIsNotSentToRedis() {
    assertFalse(LuaScript.PUBLISH.text().contains("--"), LuaScript.PUBLISH.text());
    assertTrue(
        LuaScript.RELEASE_LEASE.text().startsWith("if redis.call("),
        LuaScript.RELEASE_LEASE.text());
  }

  @Test
  void redisCachesItUnderTheSameSha1() throws Exception {
    assertEquals(
        LuaScript.PUBLISH.sha1(), redis.command("SCRIPT", "LOAD", LuaScript.PUBLISH.text()));
  }

  @Test
  void anEvalCountsItsKeys() {
    assertEquals(
        List.of("EVAL", LuaScript.RELEASE_LEASE.text(), "1", "key", "a", "b"),
        LuaScript.RELEASE_LEASE.eval(List.of("key"), "a", "b"));
  }

  private static List<Path> files() throws IOException {
    Path folder = Path.of(URI.create(LuaScript.class.getResource("publish.lua") + "")).getParent();
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".lua")).toList();
    }
  }
}
