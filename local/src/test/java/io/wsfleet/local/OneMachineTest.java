package io.wsfleet.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.nio.NioEventLoopGroup;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Write;
import io.wsfleet.local.controllers.Controllers;
import io.wsfleet.local.kubelet.Folders;
import io.wsfleet.local.kubelet.Kubelet;
import io.wsfleet.local.kubelet.Leash;
import io.wsfleet.local.kubelet.Program;
import io.wsfleet.local.kubelet.Programs;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.network.ServiceNetwork;
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
class OneMachineTest {
  private static final Write OPERATOR = Write.by("operator");
  private static final Ref REDIS = Kinds.DEPLOYMENT.ref("default", "redis");
  private static final String SERVICE = "127.97.128.1";
  private static final int PORT = 6379;

  @TempDir Path folder;
  private final InstantSource clock = InstantSource.system();
  private final Cluster cluster = new Cluster("127.97.128.", port -> true, clock, new Random(1));
  private final Controllers controllers = new Controllers(cluster, clock);
  private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
  private final ServiceNetwork network =
      new ServiceNetwork(cluster, loops, clock, new HashSet<>(), OneMachineTest::complain);
  private Leash leash;
  private Kubelet kubelet;

  @BeforeEach
  void start() throws Exception {
    RedisServer server =
        RedisServer.find(System.getenv("PATH"), Path.of("target", "redis").toAbsolutePath());
    Folders folders =
        new Folders(folder.resolve("pods"), folder.resolve("logs"), folder.resolve("claims"));
    Files.createDirectories(folders.logs());
    leash = Leash.at(folder.resolve("processes"));
    Program redis =
        new Program(
            "redis",
            "redis-server",
            List.of(server.program().toString()),
            List.of("--bind", "{address}"),
            Map.of());
    Programs programs = new Programs(List.of(redis));
    kubelet = new Kubelet(cluster, programs, folders, leash, "127.97.1.", clock);
    cluster.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), OPERATOR);
    cluster.create(
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
    leash.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void movesAServiceToThePodThatHasTheLabelAndLeavesConnectionsWhereTheyAre() throws Exception {
    deploy("one");
    awaitLook(() -> pods().stream().filter(OneMachineTest::runs).count() == 2);
    Resource a = pods().get(0);
    Resource b = pods().get(1);
    promote(a, "a");
    promote(b, "b");
    label(a, "master");
    look();
    assertThrows(ConnectException.class, () -> new Client(SERVICE), "no gate is open");
    gate(a, "True");
    gate(b, "True");
    awaitLook(() -> pods().stream().allMatch(pod -> pod.condition("Ready").equals("True")));
    look();
    try (Client before = new Client(SERVICE)) {
      assertEquals("a", before.get());
      label(a, "replica");
      look();
      assertThrows(ConnectException.class, () -> new Client(SERVICE), "nobody has the label");
      label(b, "master");
      look();
      assertEquals("a", before.get());
      try (Client after = new Client(SERVICE)) {
        assertEquals("b", after.get());
      }
    }
    gate(b, "False");
    awaitLook(() -> there(b).condition("Ready").equals("False"));
    look();
    assertThrows(ConnectException.class, () -> new Client(SERVICE), "its gate is closed");
  }

  @Test
  void takesADeletedPodFromItsServiceWhileItStillRuns() throws Exception {
    deploy("one");
    awaitLook(() -> pods().stream().filter(OneMachineTest::runs).count() == 2);
    Resource a = pods().get(0);
    promote(a, "a");
    label(a, "master");
    gate(a, "True");
    awaitLook(() -> there(a).condition("Ready").equals("True"));
    look();
    try (Client before = new Client(SERVICE)) {
      assertEquals("a", before.get());
      cluster.delete(a.ref(), null, false);
      look();
      assertThrows(ConnectException.class, () -> new Client(SERVICE));
      assertEquals("a", before.get(), "its hook sleeps");
      assertTrue(there(a).isDeleting());
      awaitLook(() -> cluster.get(a.ref()).isEmpty());
      assertThrows(IOException.class, before::get);
    }
  }

  @Test
  void rollsOnlyAsGatesOpen() throws Exception {
    deploy("one");
    awaitLook(() -> pods().stream().filter(OneMachineTest::runs).count() == 2);
    List<Resource> old = pods();
    old.forEach(pod -> gate(pod, "True"));
    awaitLook(() -> cluster.get(REDIS).orElseThrow().number("/status/availableReplicas", 0) == 2);
    deploy("two");
    awaitLook(() -> pods().stream().filter(OneMachineTest::runs).count() == 3);
    for (int i = 0; i < 10; i++) {
      look();
    }
    assertTrue(old.stream().noneMatch(pod -> there(pod).isDeleting()), "the gate is closed");
    pods().forEach(pod -> gate(pod, "True"));
    awaitLook(() -> old.stream().filter(pod -> cluster.get(pod.ref()).isEmpty()).count() == 1);
    awaitLook(() -> pods().stream().filter(OneMachineTest::runs).count() == 3);
    assertEquals(2, pods().stream().filter(pod -> pod.condition("Ready").equals("True")).count());
    pods().forEach(pod -> gate(pod, "True"));
    awaitLook(() -> old.stream().allMatch(pod -> cluster.get(pod.ref()).isEmpty()));
    assertEquals(2, pods().size());
  }

  private void deploy(String version) {
    cluster.apply(
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
      assertEquals("+OK", redis.ask("REPLICAOF NO ONE"));
      assertEquals("+OK", redis.ask("SET who " + name));
    }
  }

  private void label(Resource pod, String role) {
    cluster.change(
        pod.ref(),
        object -> {
          object.withObject("/metadata/labels").put("role", role);
          return object;
        },
        OPERATOR);
  }

  private void gate(Resource pod, String status) {
    cluster.change(
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

  private void look() throws InterruptedException {
    controllers.run();
    kubelet.look();
    controllers.run();
    network.look();
  }

  private void awaitLook(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              look();
              return condition.call();
            });
  }

  private List<Resource> pods() {
    return cluster.list(Kinds.POD, "").stream().filter(pod -> !pod.isDeleting()).toList();
  }

  private Resource there(Resource pod) {
    return cluster.get(pod.ref()).orElseThrow();
  }

  private static boolean runs(Resource pod) {
    return pod.condition("ContainersReady").equals("True");
  }

  private static void complain(String sentence) {
    throw new AssertionError(sentence);
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) Json.parseYaml(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
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
      ask("GET who");
      return line();
    }

    String ask(String command) throws IOException {
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
