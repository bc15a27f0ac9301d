package io.wsfleet.local.kubelet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Write;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.PodPhase;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods of small shell scripts. */
class KubeletTest {
  private static final Write BY_US = Write.by("test");
  private static final Ref POD = Kinds.POD.ref("default", "p");

  @TempDir Path folder;
  private final Cluster cluster =
      new Cluster("127.99.128.", port -> true, InstantSource.system(), new Random(1));
  private Leash leash;
  private Kubelet kubelet;

  @BeforeEach
  void start() throws IOException {
    cluster.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), BY_US);
    Folders folders = new Folders(folder.resolve("pods"), folder.resolve("logs"));
    Files.createDirectories(folders.logs());
    leash = Leash.at(folder.resolve("processes"));
    Program shell = new Program("shell", "sh", List.of("/bin/sh", "-c"), List.of(), Map.of());
    kubelet =
        new Kubelet(
            cluster,
            new Programs(List.of(shell)),
            folders,
            leash,
            "127.99.1.",
            InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    kubelet.stop(Duration.ZERO);
    kubelet.close();
    leash.close();
  }

  @Test
  void runsAPodAndKeepsWhatItWrites() {
    pod("[\"echo hello from $HOSTNAME; exec sleep 100\"]");
    awaitPhase("Running");
    assertEquals("127.99.1.1", there().text("/status/podIP"));
    assertEquals("True", there().condition("Ready"));
    await()
        .until(
            () ->
                Files.readString(folder.resolve("logs/default_p_c.log")).equals("hello from p\n"));
  }

  @Test
  void startsAKilledContainerAgainAndCountsIt() {
    pod("[exec sleep 100]");
    awaitPhase("Running");
    process().destroyForcibly();
    awaitLook(() -> PodPhase.restarts(there()) == 1 && PodPhase.of(there()).equals("Running"));
    assertEquals(
        137, there().at("/status/containerStatuses/0/lastState/terminated/exitCode").asInt());
  }

  @Test
  void waitsLongerEachTimeForAContainerThatEndsAtOnce() {
    pod("[exit 3]");
    awaitPhase("CrashLoopBackOff");
    assertTrue(
        there()
            .text("/status/containerStatuses/0/state/waiting/message")
            .startsWith("container c ended with code 3"));
    assertEquals("False", there().condition("Ready"));
  }

  @Test
  void saysThatAnImageIsNotKnownFirstAsAnErrorAndThenAsWaiting() {
    cluster.create(
        Kinds.POD,
        "default",
        yaml("{metadata: {name: p}, spec: {containers: [{name: c, image: other}]}}"),
        BY_US);
    awaitPhase("ErrImagePull");
    awaitPhase("ImagePullBackOff");
    assertTrue(
        there()
            .text("/status/containerStatuses/0/state/waiting/message")
            .contains("nothing here stands for \"other\""));
  }

  @Test
  void mountsASecretForTheUserAloneAndWaitsUntilItIsThere() throws Exception {
    cluster.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: p}
            spec:
              containers:
                - {name: c, image: shell, args: ["exec sleep 100"],
                   volumeMounts: [{name: s, mountPath: /s}]}
              volumes: [{name: s, secret: {secretName: mine}}]
            """),
        BY_US);
    awaitPhase("CreateContainerConfigError");
    cluster.create(
        Kinds.SECRET,
        "default",
        yaml("{metadata: {name: mine}, stringData: {password: geheim}}"),
        BY_US);
    awaitPhase("Running");
    Path file = folder.resolve("pods/default_p/s/password");
    assertEquals("geheim", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
  }

  @Test
  void doesNotLetOneOddPodKeepTheOthersFromRunning() {
    cluster.create(
        Kinds.SECRET,
        "default",
        yaml("{metadata: {name: odd}, data: {password: \"not base64!\"}}"),
        BY_US);
    cluster.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: odd}
            spec:
              containers:
                - {name: c, image: shell, volumeMounts: [{name: s, mountPath: /s}]}
                - {name: ../../../escaped, image: shell}
              volumes: [{name: s, secret: {secretName: odd}}]
            """),
        BY_US);
    pod("[exec sleep 100]");
    awaitPhase("Running");
    Resource odd = cluster.get(Kinds.POD.ref("default", "odd")).orElseThrow();
    assertEquals("CreateContainerError", PodPhase.of(odd));
    assertEquals(
        "\"../../../escaped\" is not the name of anything",
        odd.text("/status/containerStatuses/1/state/waiting/message"));
  }

  @Test
  void letsADeletedPodEndAndThenForgetsIt() {
    pod("[\"trap 'exit 0' TERM; while true; do sleep 0.05; done\"]");
    awaitPhase("Running");
    ProcessHandle process = process();
    cluster.delete(POD, null, false);
    awaitLook(() -> cluster.get(POD).isEmpty());
    assertFalse(process.isAlive());
    assertFalse(Files.exists(folder.resolve("pods/default_p")));
  }

  @Test
  void killsAPodThatDoesNotEndInItsTime() {
    pod("[\"trap '' TERM; while true; do sleep 0.05; done\"]");
    awaitPhase("Running");
    ProcessHandle process = process();
    cluster.delete(POD, Duration.ofSeconds(1), false);
    awaitLook(() -> cluster.get(POD).isEmpty());
    assertFalse(process.isAlive());
  }

  @Test
  void endsWhatAFleetThatWasKilledLeftButNoStranger() throws Exception {
    Path file = folder.resolve("left");
    Process left = new ProcessBuilder("sleep", "100").start();
    Process stranger = new ProcessBuilder("sleep", "100").start();
    try {
      Files.write(
          file,
          List.of(
              left.pid() + " " + left.info().startInstant().orElseThrow(),
              stranger.pid() + " " + "2001-01-01T00:00:00Z"));
      Leash.at(file).close();
      assertTrue(left.waitFor(5, TimeUnit.SECONDS));
      assertTrue(stranger.isAlive());
    } finally {
      left.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  private void pod(String arguments) {
    cluster.create(
        Kinds.POD,
        "default",
        yaml(
            "{metadata: {name: p}, spec: {containers: [{name: c, image: shell, args: "
                + arguments
                + "}]}}"),
        BY_US);
  }

  private void awaitPhase(String phase) {
    awaitLook(() -> PodPhase.of(there()).equals(phase));
  }

  private void awaitLook(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              kubelet.look();
              return condition.call();
            });
  }

  private ProcessHandle process() {
    String id = there().text("/status/containerStatuses/0/containerID");
    return ProcessHandle.of(Long.parseLong(id.substring("process://".length()))).orElseThrow();
  }

  private Resource there() {
    return cluster.get(POD).orElseThrow();
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
