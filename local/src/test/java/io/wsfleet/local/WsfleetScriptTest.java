package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code wsfleet}, as far as it goes without a fleet. */
class WsfleetScriptTest {
  @TempDir Path folder;

  @Test
  void listsItsCommands() throws Exception {
    Outcome help = run(Map.of(), "--help");
    assertEquals(0, help.code(), help.said());
    for (String command : List.of("up [file]", "status", "kubectl", "logs", "down", "build")) {
      assertTrue(help.said().contains(command), help.said());
    }
  }

  @Test
  void refusesACommandThatItDoesNotKnow() throws Exception {
    assertRefused(2, "fly is not a command; see ./wsfleet --help", Map.of(), "fly");
    assertRefused(2, "usage: ./wsfleet <command>", Map.of());
    assertRefused(2, "up takes one file", Map.of(), "up", "a", "b");
  }

  @Test
  void saysThatNoFleetIsUp() throws Exception {
    for (String command : List.of("status", "kubectl", "logs")) {
      assertRefused(1, "no fleet is up in " + folder, Map.of(), command);
    }
  }

  @Test
  void saysThatTheFileIsNotThere() throws Exception {
    assertRefused(1, "there is no file absent.yaml", Map.of(), "up", "absent.yaml");
  }

  @Test
  void saysWhichJavaItNeeds() throws Exception {
    Path sample = Path.of("..", "samples", "chat.yaml");
    Map<String, String> nowhere = Map.of("JAVA_HOME", folder.resolve("nowhere").toString());
    assertRefused(1, "set it to a JDK 17 or newer", nowhere, "up", sample.toString());

    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    assertTrue(java.toFile().setExecutable(true));
    Map<String, String> old = Map.of("JAVA_HOME", folder.resolve("old").toString());
    assertRefused(1, "is Java 11; wsfleet needs a JDK 17 or newer", old, "up", sample.toString());
  }

  private void assertRefused(
      int code, String words, Map<String, String> environment, String... arguments)
      throws Exception {
    Outcome outcome = run(environment, arguments);
    assertEquals(code, outcome.code(), outcome.said());
    assertTrue(outcome.said().contains(words), outcome.said());
  }

  private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", Path.of("..", "wsfleet").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("WSFLEET_STATE", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return new Outcome(process.exitValue(), Files.readString(output));
  }

  private record Outcome(int code, String said) {}
}
