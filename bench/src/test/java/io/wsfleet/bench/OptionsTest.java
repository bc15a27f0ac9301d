package io.wsfleet.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

  @Test
  void measuresEverythingUnlessToldOtherwise() {
    Options options = parse();
    assertEquals("full", options.kind());
    assertEquals(
        List.of("wsfleet", "wsfleet-pubsub", "socketio4", "netty-socketio"), options.peers());
    assertEquals(
        List.of("bmax", "bopen", "rmax", "ropen", "echo", "connect", "idle"), options.scenarios());
  }

  @Test
  void measuresLessWhenItIsToBeShort() {
    Options options = parse("--short");
    assertEquals("short", options.kind());
    assertEquals(List.of("wsfleet", "socketio4"), options.peers());
  }

  @Test
  void isNoFullRunIfSomethingIsLeftOut() {
    assertEquals("partial", parse("--scenarios", "bmax").kind());
    assertEquals("partial", parse("--peers", "wsfleet").kind());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused("--fast is not an option", "--fast");
    assertRefused("--json wants a value", "--json");
    assertRefused(
        "--peers knows no nats; there are wsfleet, wsfleet-pubsub, socketio4, netty-socketio",
        "--peers",
        "wsfleet,nats");
  }

  @Test
  void measuresWhoeverHasAFolder(@TempDir Path root) throws IOException {
    Path other = Files.createDirectories(root.resolve("bench/peers/another"));
    Files.createDirectories(root.resolve("bench/peers/empty"));
    Files.writeString(other.resolve("peer.json"), "{}");
    assertEquals(
        List.of("wsfleet", "wsfleet-pubsub", "socketio4", "netty-socketio", "another"),
        Options.parse(root, List.of()).peers());
    assertEquals(List.of("another"), Options.parse(root, List.of("--peers", "another")).peers());
  }

  private static void assertRefused(String why, String... arguments) {
    assertEquals(
        why, assertThrows(IllegalArgumentException.class, () -> parse(arguments)).getMessage());
  }

  private static Options parse(String... arguments) {
    return Options.parse(Path.of("/somewhere"), List.of(arguments));
  }
}
