package io.wsfleet.local;

import static io.wsfleet.local.Yaml.yaml;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.netty.channel.nio.NioEventLoopGroup;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.controllers.ControllerManager;
import io.wsfleet.local.kubelet.Kubelet;
import io.wsfleet.local.kubelet.PodDirectories;
import io.wsfleet.local.kubelet.ProcessGuard;
import io.wsfleet.local.kubelet.Program;
import io.wsfleet.local.kubelet.ProgramCatalog;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.network.ServiceProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The controllers, the kubelet and the network together, with real Redis servers; this test is the
 * operator, who says by a label and a gate which of them serve.
 */
class ControlPlaneTest {
  private static final WriteOptions OPERATOR = WriteOptions.by("operator");
  private static final Ref REDIS = Kinds.DEPLOYMENT.ref("default", "redis");
  private static final String SERVICE = "127.97.128.1";
  private static final int PORT = 6379;

  @TempDir Path folder;
  private final InstantSource clock = InstantSource.system();
  private final Registry registry = new Registry("127.97.128.", port -> true, clock, new Random(1));
  private final ControllerManager controllerManager = new ControllerManager(registry, clock);
  private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
  private final ServiceProxy network =
      new ServiceProxy(registry, loops, clock, new HashSet<>(), ControlPlaneTest::failOnWarning);
  private ProcessGuard processGuard;
  private Kubelet kubelet;

  @BeforeEach
  void start() throws Exception {
    RedisExecutable server =
        RedisExecutable.find(
            System.getenv("PATH"), List.of(Path.of("target", "redis").toAbsolutePath()));
    PodDirectories podDirectories =
        new PodDirectories(
            folder.resolve("pods"), folder.resolve("logs"), folder.resolve("claims"));
    Files.createDirectories(podDirectories.logs());
    processGuard = ProcessGuard.open(folder.resolve("processes"));
    Program redis =
        new Program(
            "redis",
            "redis-server",
            List.of(server.program().toString()),
            List.of("--bind", "{address}"),
            Map.of());
    ProgramCatalog programCatalog = new ProgramCatalog(List.of(redis));
    kubelet =
        new Kubelet(registry, programCatalog, podDirectories, processGuard, "127.97.1.", clock);
    registry.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), OPERATOR);
    registry.create(
        Kinds.SERVICE,
        "default",
        yaml("{metadata: {name: m}, spec: {selector: {role: master}, ports: [{port: 6379}]}}"),
        OPERATOR);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
    kubelet.stop(Duration.ZERO);
    kubelet.close();
    processGuard.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void movesAServiceToThePodThatHasTheLabelAndLeavesConnectionsWhereTheyAre() throws Exception {
    deploy("one");
    awaitSync(() -> pods().stream().filter(ControlPlaneTest::runs).count() == 2);
    Resource a = pods().get(0);
    Resource b = pods().get(1);
    promote(a, "a");
    promote(b, "b");
    label(a, "master");
    syncAll();
    assertThrows(ConnectException.class, () -> new Client(SERVICE), "no gate is open");
    gate(a, "True");
    gate(b, "True");
    awaitSync(() -> pods().stream().allMatch(pod -> pod.condition("Ready").equals("True")));
    syncAll();
    try (Client before = new Client(SERVICE)) {
      assertEquals("a", before.get());
      label(a, "replica");
      syncAll();
      assertThrows(ConnectException.class, () -> new Client(SERVICE), "nobody has the label");
      label(b, "master");
      syncAll();
      assertEquals("a", before.get());
      try (Client after = new Client(SERVICE)) {
        assertEquals("b", after.get());
      }
    }
    gate(b, "False");
    awaitSync(() -> there(b).condition("Ready").equals("False"));
    syncAll();
    assertThrows(ConnectException.class, () -> new Client(SERVICE), "its gate is closed");
  }

  @Test
  void takesADeletedPodFromItsServiceWhileItStillRuns() throws Exception {
    deploy("one");
    awaitSync(() -> pods().stream().filter(ControlPlaneTest::runs).count() == 2);
    Resource a = pods().get(0);
    promote(a, "a");
    label(a, "master");
    gate(a, "True");
    awaitSync(() -> there(a).condition("Ready").equals("True"));
    syncAll();
    try (Client before = new Client(SERVICE)) {
      assertEquals("a", before.get());
      registry.delete(a.ref(), null, false);
      syncAll();
      assertThrows(ConnectException.class, () -> new Client(SERVICE));
      assertEquals("a", before.get(), "its hook sleeps");
      assertTrue(there(a).isDeleting());
      awaitSync(() -> registry.get(a.ref()).isEmpty());
      assertThrows(IOException.class, before::get);
    }
  }

  @Test
  void rollsOnlyAsGatesOpen() throws Exception {
    deploy("one");
    awaitSync(() -> pods().stream().filter(ControlPlaneTest::runs).count() == 2);
    List<Resource> old = pods();
    old.forEach(pod -> gate(pod, "True"));
    awaitSync(() -> registry.get(REDIS).orElseThrow().number("/status/availableReplicas", 0) == 2);
    deploy("two");
    awaitSync(() -> pods().stream().filter(ControlPlaneTest::runs).count() == 3);
    for (int i = 0; i < 10; i++) {
      syncAll();
    }
    assertTrue(old.stream().noneMatch(pod -> there(pod).isDeleting()), "the gate is closed");
    pods().forEach(pod -> gate(pod, "True"));
    awaitSync(() -> old.stream().filter(pod -> registry.get(pod.ref()).isEmpty()).count() == 1);
    awaitSync(() -> pods().stream().filter(ControlPlaneTest::runs).count() == 3);
    assertEquals(2, pods().stream().filter(pod -> pod.condition("Ready").equals("True")).count());
    pods().forEach(pod -> gate(pod, "True"));
    awaitSync(() -> old.stream().allMatch(pod -> registry.get(pod.ref()).isEmpty()));
    assertEquals(2, pods().size());
  }

  private void deploy(String version) {
    registry.apply(
        REDIS,
        yaml(
            """
            metadata: {name: redis}
            spec:
              replicas: 2
              strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
              selector: {matchLabels: {app: redis}}
              template:
                metadata: {labels: {app: redis}, annotations: {version: %s}}
                spec:
                  readinessGates: [{conditionType: in-sync}]
                  containers:
                    - name: redis
                      image: redis
                      args: [--port, "6379", --save, "", --replicaof, 127.0.0.1, "1"]
                      ports: [{name: redis, containerPort: 6379}]
                      readinessProbe: {tcpSocket: {port: redis}, periodSeconds: 1}
                      lifecycle: {preStop: {sleep: {seconds: 1}}}
            """
                .formatted(version)),
        OPERATOR);
  }

  private static void promote(Resource pod, String name) throws IOException {
    try (Client redis = new Client(pod.text("/status/podIP"))) {
      assertEquals("+OK", redis.request("REPLICAOF NO ONE"));
      assertEquals("+OK", redis.request("SET who " + name));
    }
  }

  private void label(Resource pod, String role) {
    registry.update(
        pod.ref(),
        object -> {
          object.withObject("/metadata/labels").put("role", role);
          return object;
        },
        OPERATOR);
  }

  private void gate(Resource pod, String status) {
    registry.update(
        pod.ref(),
        object -> {
          ArrayNode conditions = object.withObject("/status").withArray("conditions");
          for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.get(i).path("type").asText().equals("in-sync")) {
              conditions.remove(i);
            }
          }
          conditions.addObject().put("type", "in-sync").put("status", status);
          return object;
        },
        OPERATOR.toStatus());
  }

  private void syncAll() throws InterruptedException {
    controllerManager.run();
    kubelet.sync();
    controllerManager.run();
    network.sync();
  }

  private void awaitSync(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              syncAll();
              return condition.call();
            });
  }

  private List<Resource> pods() {
    return registry.list(Kinds.POD, "").stream().filter(pod -> !pod.isDeleting()).toList();
  }

  private Resource there(Resource pod) {
    return registry.get(pod.ref()).orElseThrow();
  }

  private static boolean runs(Resource pod) {
    return pod.condition("ContainersReady").equals("True");
  }

  private static void failOnWarning(String sentence) {
    throw new AssertionError(sentence);
  }

  /** A connection to Redis. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;

    Client(String host) throws IOException {
      socket = new Socket(host, PORT);
      socket.setSoTimeout(10_000);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Which Redis it is. */
    String get() throws IOException {
      request("GET who");
      return line();
    }

    String request(String command) throws IOException {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return line();
    }

    private String line() throws IOException {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("closed");
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
