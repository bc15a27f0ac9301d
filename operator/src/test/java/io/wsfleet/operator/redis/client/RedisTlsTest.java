package io.wsfleet.operator.redis.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.ReloadSchedule;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.TestCertificateAuthority;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** On real servers with TLS, whose files change while they run. */
@EnabledIf("io.wsfleet.testing.RedisExecutable#supportsTls")
class RedisTlsTest {

  private static final String CLUSTER = "default/chat";
  private static final ReloadSchedule QUICK =
      new ReloadSchedule(
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  private final TestCertificateAuthority authority = new TestCertificateAuthority("one");
  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    for (RedisProcess server : servers) {
      server.close();
    }
  }

  @Test
  void trustsEveryCertificateOfTheAuthorityWhateverItsName() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(1, authority));
    var monitor = monitor();
    updatePods(monitor, certificates(null, authority));
    await().until(() -> said(monitor) instanceof RedisState.Reachable);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsUnreachableAndNotRefused() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(1, authority));
    var monitor = monitor();
    updatePods(monitor, certificates(null, new TestCertificateAuthority("other")));
    await().until(() -> said(monitor) instanceof RedisState.Unreachable);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                said(monitor) instanceof RedisState.Unreachable unreachable
                    && !unreachable.connectionRefused());
    updatePods(monitor, certificates(null, authority));
    await().until(() -> said(monitor) instanceof RedisState.Reachable);
  }

  @Test
  void doesNotTrustAnExpiredCertificate() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(1, authority));
    server().kill();
    server().writeTlsFiles(authority.issue(Duration.ofMinutes(-1), "redis"), authority.pem());
    server().restart();
    var monitor = monitor();
    updatePods(monitor, certificates(null, authority));
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                said(monitor) instanceof RedisState.Unreachable unreachable
                    && !unreachable.connectionRefused());
  }

  @Test
  void openConnectionsStayWithoutAValidSecret() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(1, authority));
    var monitor = monitor();
    updatePods(monitor, certificates(null, authority));
    await().until(() -> said(monitor) instanceof RedisState.Reachable);
    updatePods(monitor, Certificates.NONE);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> said(monitor) instanceof RedisState.Reachable);
    server().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await()
        .until(
            () ->
                said(monitor) instanceof RedisState.Unreachable unreachable
                    && !unreachable.connectionRefused());
  }

  @Test
  void aReplicaFollowsOverTlsDuringAChangeOfTheAuthority() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(2, authority));
    var master = servers.get(0);
    var replica = servers.get(1);
    master.command("REPLICAOF", "NO", "ONE");
    replica.command("REPLICAOF", master.address(), String.valueOf(master.port()));
    await().until(() -> link(replica).equals("connected"));
    var second = new TestCertificateAuthority("two");
    try (var client = master.client()) {
      var both = authority.pem() + second.pem();
      renew(master, second.issue("redis"), both);
      renew(replica, second.issue("redis"), both);
      assertEquals("OK", client.command("SET", "a", "b"));
      assertEquals(1L, client.command("WAIT", "1", "3000"));
    }
    replica.command("CLIENT", "KILL", "TYPE", "master");
    await().until(() -> link(replica).equals("connected"));
  }

  @Test
  void servesTheCertificateOfTheSecretOnceTheFilesHaveItAndClosesNoConnection() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(1, authority));
    var monitor = monitor();
    var next = authority.issue("redis");
    var wanted = certificates(next, authority);
    updatePods(monitor, wanted);
    await().until(() -> monitor.connection(CLUSTER, "redis-0") != null);
    var reloader = reloader(monitor, server());
    try (var client = server().client()) {
      reloader.update(CLUSTER, pods(), server().port(), wanted);
      await().until(() -> !reloader.overdue(CLUSTER).isEmpty());
      assertTrue(
          reloader
              .overdue(CLUSTER)
              .get("redis-0")
              .startsWith("it serves a certificate that is valid"));
      assertFalse(next.certificate().equals(served()));
      server().writeTlsFiles(next, authority.pem());
      await().until(() -> next.certificate().equals(served()));
      await().until(() -> reloader.overdue(CLUSTER).equals(Map.of()));
      assertEquals("PONG", client.command("PING"));
      assertEquals(wanted, reloader.certificates(CLUSTER));
      reloader.forget(CLUSTER);
      assertEquals(null, reloader.certificates(CLUSTER));
    }
  }

  @Test
  void filesThatDoNotMatchChangeNothing() throws Exception {
    servers.addAll(RedisProcess.startDetachedWithTls(1, authority));
    var before = served();
    var monitor = monitor();
    var next = authority.issue("redis");
    updatePods(monitor, certificates(next, authority));
    await().until(() -> monitor.connection(CLUSTER, "redis-0") != null);
    server()
        .writeTlsFiles(
            new TestCertificateAuthority.IssuedCertificate(
                next.certificate(), authority.issue("redis").key()),
            authority.pem());
    var reloader = reloader(monitor, server());
    reloader.update(CLUSTER, pods(), server().port(), certificates(next, authority));
    await().until(() -> reloader.overdue(CLUSTER).containsKey("redis-0"));
    assertEquals(before, served());
  }

  private RedisMonitor monitor() {
    var monitor =
        new RedisMonitor(
            MonitorSettings.DEFAULT, cluster -> {}, Clock.systemUTC(), System::nanoTime);
    opened.add(monitor);
    return monitor;
  }

  /** The files lie elsewhere than in a pod. */
  private CertificateReloader reloader(RedisMonitor monitor, RedisProcess server) {
    var reloader =
        new CertificateReloader(
            monitor,
            () -> true,
            QUICK,
            Duration.ofMillis(50),
            RedisCommand.of("CONFIG", "SET", "tls-cert-file", server.file("tls.crt").toString()),
            Clock.systemUTC());
    opened.add(0, reloader);
    return reloader;
  }

  private static void renew(
      RedisProcess server,
      TestCertificateAuthority.IssuedCertificate issuedCertificate,
      String authorities)
      throws Exception {
    server.writeTlsFiles(issuedCertificate, authorities);
    server.command("CONFIG", "SET", "tls-cert-file", server.file("tls.crt").toString());
    assertEquals(
        issuedCertificate.certificate(),
        ServedCertificate.fetch(server.address(), server.port(), Duration.ofSeconds(5)));
  }

  private static String link(RedisProcess replica) {
    return String.valueOf(((List<?>) replica.command("ROLE")).get(3));
  }

  private static Certificates certificates(
      TestCertificateAuthority.IssuedCertificate served, TestCertificateAuthority believed) {
    return new Certificates(
        served == null ? null : served.certificate(), List.of(believed.certificate()));
  }

  private void updatePods(RedisMonitor monitor, Certificates tls) {
    monitor.update(
        CLUSTER,
        pods(),
        new RedisAccess(server().port(), () -> List.of(RedisProcess.PASSWORD), tls));
  }

  private List<RedisPod> pods() {
    return List.of(new RedisPod("redis-0", server().address()));
  }

  private RedisState said(RedisMonitor monitor) {
    return monitor.observe(CLUSTER).get("redis-0");
  }

  private X509Certificate served() throws Exception {
    return ServedCertificate.fetch(server().address(), server().port(), Duration.ofSeconds(5));
  }

  private RedisProcess server() {
    return servers.get(0);
  }
}
