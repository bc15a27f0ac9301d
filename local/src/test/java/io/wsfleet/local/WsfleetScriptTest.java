package io.wsfleet.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code wsfleet}, as far as it goes without a fleet. */
class WsfleetScriptTest {
  @TempDir Path folder;

  @Test
  void listsItsCommands() throws Exception {
    Outcome help = run(Map.of(), "--help");
    assertEquals(0, help.code(), help.said());
    for (String command :
        List.of("up [--extensions DIR] [file]", "status", "kubectl", "logs", "down", "build")) {
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
  void explainsItselfBehindEachCommandAndNamesItsVersion() throws Exception {
    for (String command : List.of("up", "status", "logs", "down", "build")) {
      Outcome help = run(Map.of(), command, "--help");
      assertEquals(0, help.code(), help.said());
      assertTrue(help.said().startsWith("usage: ./wsfleet <command>"), help.said());
    }
    assertEquals("wsfleet 0.1.0\n", run(Map.of(), "--version").said());
    assertRefused(2, "--extensions needs a folder", Map.of(), "up", "--extensions");
    assertRefused(1, "there is no folder absent", Map.of(), "up", "--extensions", "absent");
    assertRefused(1, "there is no folder absent", Map.of(), "up", "--extensions=absent");
    assertRefused(2, "up has no option --fast", Map.of(), "up", "--fast");
    assertRefused(2, "status takes no arguments, but got chat", Map.of(), "status", "chat");
    assertRefused(1, "there is no file ..", Map.of(), "up", "..");
  }

  @ParameterizedTest
  @CsvSource({"INT, 2, 130", "TERM, 15, 143", "HUP, 1, 129"})
  void endsAnInterruptedBuildWithASentence(String signal, int number, int exitCode)
      throws Exception {
    assumeFalse(isIgnored(number), "a shell cannot catch a signal that its parent ignores");
    Path home = Files.createDirectories(folder.resolve("project"));
    Files.copy(Path.of("..", "wsfleet"), home.resolve("wsfleet"));
    Path maven =
        Files.writeString(home.resolve("mvnw"), "#!/bin/sh\necho $$ >maven.pid\nexec sleep 100\n");
    assertTrue(maven.toFile().setExecutable(true));
    Path output = Files.createTempFile(folder, "build", ".txt");
    Process build =
        new ProcessBuilder("sh", home.resolve("wsfleet").toString(), "build")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Path pid = home.resolve("maven.pid");
    await("Maven runs").until(() -> Files.exists(pid) && !Files.readString(pid).isEmpty());
    ProcessHandle step =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    new ProcessBuilder("kill", "-" + signal, Long.toString(build.pid())).start().waitFor();
    assertTrue(build.waitFor(20, TimeUnit.SECONDS));
    assertEquals(exitCode, build.exitValue());
    assertTrue(Files.readString(output).contains("the build was interrupted"));
    assertFalse(step.isAlive());
  }

  /** Whether this process ignores a signal, and with it those that it starts, as under nohup. */
  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring(7).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1;
  }

  @Test
  void saysThatACheckoutCannotBeWritten() throws Exception {
    Path home = Files.createDirectories(folder.resolve("read-only"));
    Files.copy(Path.of("..", "wsfleet"), home.resolve("wsfleet"));
    // A file in the place of the folder refuses root as well.
    Files.createFile(home.resolve("local"));
    Process build =
        new ProcessBuilder("sh", home.resolve("wsfleet").toString(), "build")
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(build.waitFor(20, TimeUnit.SECONDS));
    assertEquals(1, build.exitValue(), said);
    assertTrue(said.startsWith("wsfleet: cannot write to "), said);
    assertTrue(said.contains("set WSFLEET_STATE to a folder that you can write"), said);
  }

  @Test
  void saysWhichJavaItNeeds() throws Exception {
    Path sample = Path.of("..", "samples", "chat.yaml");
    Map<String, String> nowhere = Map.of("JAVA_HOME", folder.resolve("nowhere").toString());
    assertRefused(1, "set it to a JDK 17 or newer", nowhere, "up", sample.toString());

    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.createFile(java);
    assertTrue(java.toFile().setExecutable(true));
    assertJava("1.8.0_402", "8", java, sample);
    assertJava("9", "9", java, sample);
    assertJava("11.0.2", "11", java, sample);
    assertJava("16-ea", "16", java, sample);
  }

  private void assertJava(String version, String named, Path java, Path sample) throws Exception {
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2019' >&2\n");
    Map<String, String> old = Map.of("JAVA_HOME", folder.resolve("old").toString());
    assertRefused(
        1, "is Java " + named + "; wsfleet needs a JDK 17 or newer", old, "up", sample.toString());
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
