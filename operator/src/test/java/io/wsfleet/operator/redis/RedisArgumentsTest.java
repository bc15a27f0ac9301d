package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.ExampleClusters;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisArgumentsTest {

  @Test
  void everyRedisStartsAsAReplicaOfNobody() {
    for (var name : ExampleRedis.DEPLOYMENTS) {
      var arguments = ExampleRedis.redis(name).getArgs();
      int at = arguments.indexOf("--replicaof");
      assertEquals(List.of("--replicaof", "127.0.0.1", "1"), arguments.subList(at, at + 3), name);
      assertEquals(at, arguments.lastIndexOf("--replicaof"), name);
    }
  }

  @Test
  void withTlsThereIsNoPlainPort() {
    var redis =
        ExampleRedis.redis(
            ExampleClusters.chat("tls: {secretName: chat-tls}"), "chat-redis-master");
    var arguments = redis.getArgs();
    int at = arguments.indexOf("--port");
    assertEquals(
        List.of(
            "--port",
            "0",
            "--tls-port",
            "6379",
            "--tls-cert-file",
            "/etc/wsfleet/tls/tls.crt",
            "--tls-key-file",
            "/etc/wsfleet/tls/tls.key",
            "--tls-ca-cert-file",
            "/etc/wsfleet/tls/ca.crt",
            "--tls-replication",
            "yes",
            "--tls-auth-clients",
            "no"),
        arguments.subList(at, at + 14));
    assertTrue(
        redis
            .getLifecycle()
            .getPreStop()
            .getExec()
            .getCommand()
            .get(2)
            .contains(" redis-cli --tls --insecure role "));
    assertTrue(
        redis.getVolumeMounts().stream()
            .anyMatch(m -> m.getMountPath().equals("/etc/wsfleet/tls") && m.getReadOnly()));
  }

  @Test
  void withoutTlsThereAreNoTlsOptions() {
    var redis = ExampleRedis.redis("chat-redis-master");
    assertTrue(redis.getArgs().stream().noneMatch(a -> a.contains("tls")));
    assertTrue(redis.getVolumeMounts().stream().noneMatch(m -> m.getName().equals("tls")));
    assertTrue(
        redis
            .getLifecycle()
            .getPreStop()
            .getExec()
            .getCommand()
            .get(2)
            .contains(" redis-cli role "));
  }

  @Test
  void keysGetHalfOfTheMemoryLimit() {
    var arguments = ExampleRedis.redis("chat-redis-master").getArgs();
    assertEquals("134217728", arguments.get(arguments.indexOf("--maxmemory") + 1));
  }

  @Test
  void withoutAMemoryLimitThereIsNoMaxMemory() {
    var arguments =
        ExampleRedis.redis(
                ExampleClusters.chat("redis: {resources: {requests: {cpu: 10m}}}"),
                "chat-redis-master")
            .getArgs();
    assertFalse(arguments.contains("--maxmemory"));
  }

  @Test
  void noArgumentHasThePassword() {
    var arguments = ExampleRedis.redis("chat-redis-master").getArgs();
    assertEquals("/etc/wsfleet/redis/redis.conf", arguments.get(0));
    assertTrue(arguments.stream().noneMatch(a -> a.contains("requirepass") || a.contains("auth")));
  }
}
