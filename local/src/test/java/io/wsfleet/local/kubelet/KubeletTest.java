package io.wsfleet.local.kubelet;

import static io.wsfleet.local.Yaml.yaml;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.PodPhase;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods of small shell scripts. */
class KubeletTest {
  private static final WriteOptions BY_US = WriteOptions.by("test");
  private static final Ref POD = Kinds.POD.ref("default", "p");

  @TempDir Path folder;
  private final Registry registry =
      new Registry("127.99.128.", port -> true, InstantSource.system(), new Random(1));
  private ProcessGuard processGuard;
  private Kubelet kubelet;

  @BeforeEach
  void start() throws IOException {
    registry.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), BY_US);
    PodDirectories podDirectories =
        new PodDirectories(
            folder.resolve("pods"), folder.resolve("logs"), folder.resolve("claims"));
    Files.createDirectories(podDirectories.logs());
    processGuard = ProcessGuard.open(folder.resolve("processes"));
    Program shell = new Program("shell", "sh", List.of("/bin/sh", "-c"), List.of(), Map.of());
    kubelet =
        new Kubelet(
            registry,
            new ProgramCatalog(List.of(shell)),
            podDirectories,
            processGuard,
            "127.99.1.",
            InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    kubelet.stop(Duration.ZERO);
    kubelet.close();
    processGuard.close();
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
    registry.create(
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
    registry.create(
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
    registry.create(
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
  void bringsAChangedSecretToAPodThatRuns() {
    registry.create(
        Kinds.SECRET,
        "default",
        yaml("{metadata: {name: mine}, stringData: {password: geheim, other: x}}"),
        BY_US);
    registry.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: p}
            spec:
              containers:
                - {name: c, image: shell, args: ["exec sleep 100"],
                   volumeMounts: [{name: s, mountPath: /s}]}
              volumes:
                - {name: s, secret: {secretName: mine, items: [{key: password, path: it}]}}
            """),
        BY_US);
    awaitPhase("Running");
    Path file = folder.resolve("pods/default_p/s/it");
    assertFalse(Files.exists(file.resolveSibling("other")));
    registry.update(
        Kinds.SECRET.ref("default", "mine"),
        secret -> {
          Json.child(secret, "data").put("password", "bmV1");
          return secret;
        },
        BY_US);
    awaitLook(() -> Files.readString(file).equals("neu"));
    assertEquals("Running", PodPhase.of(there()));
  }

  @Test
  void doesNotLetOneOddPodKeepTheOthersFromRunning() {
    registry.create(
        Kinds.SECRET,
        "default",
        yaml("{metadata: {name: odd}, data: {password: \"not base64!\"}}"),
        BY_US);
    registry.create(
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
    Resource odd = registry.get(Kinds.POD.ref("default", "odd")).orElseThrow();
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
    registry.delete(POD, null, false);
    awaitLook(() -> registry.get(POD).isEmpty());
    assertFalse(process.isAlive());
    assertFalse(Files.exists(folder.resolve("pods/default_p")));
  }

  @Test
  void killsAPodThatDoesNotEndInItsTime() {
    pod("[\"trap '' TERM; while true; do sleep 0.05; done\"]");
    awaitPhase("Running");
    ProcessHandle process = process();
    registry.delete(POD, Duration.ofSeconds(1), false);
    awaitLook(() -> registry.get(POD).isEmpty());
    assertFalse(process.isAlive());
  }

  @Test
  void isReadyOnlyWhileItsGatesAreOpenToo() {
    podWith("readinessGates: [{conditionType: a.b/one}, {conditionType: a.b/two}]");
    awaitLook(() -> there().condition("ContainersReady").equals("True"));
    assertEquals("False", there().condition("Ready"));
    assertEquals(
        "corresponding condition of pod readiness gate \"a.b/one\" does not exist., "
            + "corresponding condition of pod readiness gate \"a.b/two\" does not exist.",
        condition("Ready").path("message").asText());
    set("a.b/one", "True");
    set("a.b/two", "False");
    awaitLook(
        () ->
            condition("Ready")
                .path("message")
                .asText()
                .equals("the status of pod readiness gate \"a.b/two\" is not \"True\", but False"));
    assertEquals("ReadinessGatesNotReady", condition("Ready").path("reason").asText());
    set("a.b/two", "True");
    awaitLook(() -> there().condition("Ready").equals("True"));
    set("a.b/one", "Unknown");
    awaitLook(() -> there().condition("Ready").equals("False"));
    assertEquals("True", there().condition("ContainersReady"));
  }

  @Test
  void leavesAConditionOfAnotherAsItIsAlsoWhenTheContainerStartsAgain() {
    podWith("readinessGates: [{conditionType: a.b/one}]");
    set("a.b/one", "True");
    var set = condition("a.b/one");
    awaitLook(() -> there().condition("Ready").equals("True"));
    process().destroyForcibly();
    awaitLook(() -> there().condition("Ready").equals("False") || PodPhase.restarts(there()) == 1);
    awaitLook(() -> PodPhase.restarts(there()) == 1 && there().condition("Ready").equals("True"));
    assertEquals(set, condition("a.b/one"));
  }

  @Test
  void startsAContainerAgainInTheSamePlaceWithWhatItHasWritten() throws Exception {
    registry.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: p}
            spec:
              containers:
                - {name: c, image: shell, args: ["echo again >> $PLACE/starts; exec sleep 100"],
                   env: [{name: PLACE, value: /d}], volumeMounts: [{name: d, mountPath: /d}]}
              volumes: [{name: d, emptyDir: {}}]
            """),
        BY_US);
    Path starts = folder.resolve("pods/default_p/d/starts");
    awaitLook(() -> Files.exists(starts) && PodPhase.of(there()).equals("Running"));
    String address = there().text("/status/podIP");
    process().destroyForcibly();
    awaitLook(() -> Files.readAllLines(starts).size() == 2);
    awaitLook(() -> PodPhase.restarts(there()) == 1);
    assertEquals(address, there().text("/status/podIP"));
  }

  @Test
  void letsAPodTakeTheWholeOfItsGracePeriod() {
    pod(
        "[\"trap 'sleep 1; echo > %s; exit 0' TERM; while true; do sleep 0.05; done\"]"
            .formatted(told("in-time")));
    awaitPhase("Running");
    registry.delete(POD, Duration.ofSeconds(3), false);
    awaitLook(() -> registry.get(POD).isEmpty());
    assertTrue(Files.exists(told("in-time")));
  }

  @Test
  void runsTheHookWhereTheContainerIsBeforeItAsksItToEnd() throws Exception {
    registry.create(
        Kinds.SECRET,
        "default",
        yaml("{metadata: {name: mine}, stringData: {word: geheim}}"),
        BY_US);
    registry.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: p}
            spec:
              containers:
                - name: c
                  image: shell
                  args: ["trap 'echo asked >> %1$s; exit 0' TERM; while true; do sleep 0.05; done"]
                  env: [{name: WHO, value: me}]
                  volumeMounts: [{name: s, mountPath: /s}]
                  lifecycle:
                    preStop:
                      exec:
                        command: [/bin/sh, -c, "sleep 0.3; echo $WHO $(cat /s/word) >> %1$s"]
              volumes: [{name: s, secret: {secretName: mine}}]
            """
                .formatted(told("order"))),
        BY_US);
    awaitPhase("Running");
    registry.delete(Kinds.SECRET.ref("default", "mine"), null, false);
    registry.delete(POD, null, false);
    awaitLook(() -> registry.get(POD).isEmpty());
    assertEquals(List.of("me geheim", "asked"), Files.readAllLines(told("order")));
  }

  @Test
  void saysThatAHookFailedAndEndsThePodAllTheSame() {
    Map<String, String> words =
        Map.of(
            "exec: {command: [no-such-program]}", "no-such-program",
            "exec: {command: [/bin/sh, -c, exit 7]}", "its command ended with code 7",
            "httpGet: {port: 80}", "httpGet is not there on one machine");
    words.forEach(
        (hook, word) -> {
          podWithHook(hook);
          awaitPhase("Running");
          registry.delete(POD, null, false);
          awaitLook(() -> registry.get(POD).isEmpty());
          assertTrue(events("FailedPreStopHook").contains(word), events("FailedPreStopHook"));
        });
  }

  @Test
  void givesAHookTheGracePeriodAndTheContainerTwoSecondsAfterIt() throws Exception {
    podWithHook("exec: {command: [/bin/sh, -c, 'echo $$ > %s; sleep 100']}".formatted(told("pid")));
    awaitPhase("Running");
    registry.delete(POD, Duration.ofSeconds(1), false);
    awaitLook(() -> registry.get(POD).isEmpty());
    assertEquals(List.of("asked"), Files.readAllLines(told("end")));
    long hook = Long.parseLong(Files.readString(told("pid")).strip());
    await().until(() -> ProcessHandle.of(hook).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void sleepsBeforeItAsksWhereThatIsTheHook() throws Exception {
    podWithHook("sleep: {seconds: 1}");
    awaitPhase("Running");
    Instant deleted = Instant.now();
    registry.delete(POD, null, false);
    awaitLook(() -> registry.get(POD).isEmpty());
    assertFalse(Instant.now().isBefore(deleted.plusSeconds(1)));
    assertEquals(List.of("asked"), Files.readAllLines(told("end")));
  }

  @Test
  void waitsForAClaimAndLeavesItsVolumeWhenThePodGoes() throws Exception {
    Ref claim = Kinds.PERSISTENT_VOLUME_CLAIM.ref("default", "mine");
    String pod =
        """
        metadata: {name: p}
        spec:
          containers:
            - {name: c, image: shell, args: ["echo one >> $PLACE/file; exec sleep 100"],
               env: [{name: PLACE, value: /d}], volumeMounts: [{name: d, mountPath: /d}]}
          volumes: [{name: d, persistentVolumeClaim: {claimName: mine}}]
        """;
    registry.create(Kinds.POD, "default", yaml(pod), BY_US);
    awaitLook(() -> waitsBecause("persistentvolumeclaim \"mine\" not found"));
    registry.create(
        Kinds.PERSISTENT_VOLUME_CLAIM, "default", yaml("{metadata: {name: mine}}"), BY_US);
    awaitLook(() -> waitsBecause("persistentvolumeclaim \"mine\" is not bound yet"));
    registry.update(claim, object -> with(object, "/spec", "volumeName", "volume"), BY_US);
    registry.update(claim, object -> with(object, "/status", "phase", "Bound"), BY_US.toStatus());
    Path file = folder.resolve("claims/volume/file");
    awaitLook(() -> PodPhase.of(there()).equals("Running") && Files.exists(file));
    registry.delete(POD, Duration.ZERO, false);
    kubelet.sync();
    registry.create(Kinds.POD, "default", yaml(pod), BY_US);
    awaitLook(() -> Files.readAllLines(file).equals(List.of("one", "one")));
    registry.delete(POD, Duration.ZERO, false);
    registry.delete(claim, null, false);
    awaitLook(() -> !Files.exists(file));
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
      ProcessGuard.open(file).close();
      assertTrue(left.waitFor(5, TimeUnit.SECONDS));
      assertTrue(stranger.isAlive());
    } finally {
      left.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  private void pod(String arguments) {
    registry.create(
        Kinds.POD,
        "default",
        yaml(
            "{metadata: {name: p}, spec: {containers: [{name: c, image: shell, args: "
                + arguments
                + "}]}}"),
        BY_US);
  }

  private void podWith(String field) {
    registry.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: p}
            spec:
              containers: [{name: c, image: shell, args: [exec sleep 100]}]
              %s
            """
                .formatted(field)),
        BY_US);
  }

  /** A pod that writes when it is asked to end. */
  private void podWithHook(String hook) {
    registry.create(
        Kinds.POD,
        "default",
        yaml(
            """
            metadata: {name: p}
            spec:
              containers:
                - name: c
                  image: shell
                  args: ["trap 'echo asked > %s; exit 0' TERM; while true; do sleep 0.05; done"]
                  lifecycle: {preStop: {%s}}
            """
                .formatted(told("end"), hook)),
        BY_US);
  }

  /** A file by which a process tells the test something. */
  private Path told(String name) {
    return folder.resolve(name);
  }

  private void set(String type, String status) {
    registry.update(
        POD,
        object -> {
          ArrayNode conditions = object.withObject("/status").withArray("conditions");
          for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.get(i).path("type").asText().equals(type)) {
              conditions.remove(i);
            }
          }
          conditions.addObject().put("type", type).put("status", status).put("reason", "Told");
          return object;
        },
        BY_US.toStatus());
  }

  private JsonNode condition(String type) {
    for (JsonNode condition : there().at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  private boolean waitsBecause(String message) {
    return there().text("/status/containerStatuses/0/state/waiting/message").equals(message);
  }

  private String events(String reason) {
    return registry.list(Kinds.EVENT, "default").stream()
        .filter(event -> event.text("/reason").equals(reason))
        .map(event -> event.text("/message"))
        .collect(Collectors.joining("; "));
  }

  private static ObjectNode with(ObjectNode object, String part, String field, String value) {
    object.withObject(part).put(field, value);
    return object;
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
              kubelet.sync();
              return condition.call();
            });
  }

  private ProcessHandle process() {
    String id = there().text("/status/containerStatuses/0/containerID");
    return ProcessHandle.of(Long.parseLong(id.substring("process://".length()))).orElseThrow();
  }

  private Resource there() {
    return registry.get(POD).orElseThrow();
  }
}
