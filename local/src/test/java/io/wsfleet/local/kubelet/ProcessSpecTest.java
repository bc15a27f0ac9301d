package io.wsfleet.local.kubelet;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.local.kubelet.ProgramCatalog.ContainerStartException;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessSpecTest {
  private static final Program REDIS =
      new Program(
          "redis",
          "redis-server",
          List.of("/opt/redis-server"),
          List.of("--bind", "{address}"),
          Map.of());
  private static final Program GATEWAY =
      new Program(
          "wsfleet/gateway",
          "wsfleet-gateway",
          List.of("java", "-jar", "gateway.jar"),
          List.of(),
          Map.of("WSFLEET_HOST", "{address}"));
  private static final ServiceDns SERVICES =
      new ServiceDns(Map.of("chat-redis-master.default", "127.83.128.1"));

  @Test
  void putsFoldersAndAddressesWhereAContainerNamesMountsAndServices() throws Exception {
    ProcessSpec plan =
        plan(
            REDIS,
            """
            name: redis
            image: redis:8
            command: [redis-server]
            args: [/etc/redis/redis.conf, --dir, /data, --replicaof, chat-redis-master.default.svc,
              "6379", --note, /database]
            volumeMounts: [{name: secret, mountPath: /etc/redis}, {name: data, mountPath: /data}]
            """);
    assertEquals(
        List.of(
            "/opt/redis-server",
            "/pods/p/secret/redis.conf",
            "--dir",
            "/pods/p/data",
            "--replicaof",
            "127.83.128.1",
            "6379",
            "--note",
            "/database",
            "--bind",
            "127.83.1.7"),
        plan.command());
  }

  @Test
  void givesVariablesTheirValuesFromThePodAndFromSecrets() throws Exception {
    ProcessSpec plan =
        plan(
            GATEWAY,
            """
            name: gateway
            image: wsfleet/gateway:0.1.0
            env:
              - {name: MASTER, value: "chat-redis-master.default.svc:6379"}
              - {name: OTHER, value: "absent.default.svc:1"}
              - {name: FILE, value: /etc/redis/password}
              - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
              - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}
            volumeMounts: [{name: secret, mountPath: /etc/redis}]
            """);
    assertEquals(
        Map.of(
            "HOSTNAME", "p",
            "MASTER", "127.83.128.1:6379",
            "OTHER", "absent.default.svc:1",
            "FILE", "/pods/p/secret/password",
            "POD", "p",
            "IP", "127.83.1.7",
            "NODE", "local",
            "KEY", "secretKeyRef s k",
            "WSFLEET_HOST", "127.83.1.7"),
        plan.environment());
  }

  @Test
  void findsForAProcessBesideItTheProgramOfTheImageAndMountsAnywhereInAScript() throws Exception {
    ProcessSpec plan = plan(REDIS, "{name: redis, image: redis, env: [{name: A, value: b}]}");
    assertEquals(
        List.of("/opt/redis-server", "--check", "/pods/p/secret/redis.conf"),
        plan.withCommand(List.of("redis-server", "--check", "/etc/redis/redis.conf")).command());
    assertEquals(
        List.of(
            "sh", "-c", "cat '/pods/p/data/x' >/pods/p/data; ls /database my/data 127.83.128.1"),
        plan.withCommand(
                List.of(
                    "sh",
                    "-c",
                    "cat '/data/x' >/data; ls /database my/data chat-redis-master.default.svc"))
            .command());
    assertEquals(plan.environment(), plan.withCommand(List.of("sh")).environment());
  }

  @Test
  void saysWhichImagesItKnowsWhenItDoesNotKnowOne() {
    ProgramCatalog programCatalog = new ProgramCatalog(List.of(REDIS, GATEWAY));
    ContainerStartException why =
        assertThrows(
            ContainerStartException.class,
            () -> programCatalog.of(container("{name: a, image: nginx:1.2}")));
    assertEquals("ErrImagePull", why.reason);
    assertEquals(
        "no image is pulled on one machine, and nothing here stands for \"nginx:1.2\";"
            + " known are redis, wsfleet/gateway",
        why.userMessage());
  }

  @Test
  void knowsAnImageByItsNameWithoutTagOrDigest() {
    for (String image : List.of("redis", "redis:8", "redis@sha256:abc", "redis:8@sha256:abc")) {
      assertTrue(REDIS.matchesImage(image), image);
    }
    for (String image : List.of("localhost:5000/redis", "redis2", "my/redis:8")) {
      assertTrue(!REDIS.matchesImage(image), image);
    }
  }

  @Test
  void runsNothingButTheProgramOfTheImage() {
    ProgramCatalog programCatalog = new ProgramCatalog(List.of(REDIS));
    ContainerStartException why =
        assertThrows(
            ContainerStartException.class,
            () -> programCatalog.of(container("{name: a, image: redis, command: [sh, -c, x]}")));
    assertEquals("CreateContainerError", why.reason);
  }

  private static ProcessSpec plan(Program program, String container)
      throws ContainerStartException {
    Resource pod =
        new Resource(
            Kinds.POD, yaml("{metadata: {name: p, namespace: default}, spec: {nodeName: local}}"));
    ContainerSpec parsed = container(container);
    Map<String, Path> mounts =
        Map.of("/etc/redis", Path.of("/pods/p/secret"), "/data", Path.of("/pods/p/data"));
    return ProcessSpec.of(
        pod,
        parsed,
        program,
        "127.83.1.7",
        mounts,
        SERVICES,
        (kind, name, key) -> kind + " " + name + " " + key);
  }

  private static ContainerSpec container(String text) {
    return ContainerSpec.of(yaml(text));
  }
}
