package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.ServedCertificate;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Thorough;
import io.wsfleet.testing.TestAuthority;
import io.wsfleet.testing.TestAuthority.Issued;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fleet that speaks TLS inside is a fleet as any other, also while its certificates change. */
@Needs({Need.NODE, Need.NODE_TOOL})
class TlsIT {

  private static final int REDIS = 6379;
  private static final List<Integer> GATEWAY = List.of(5002, 9000);

  // Kubelets look at Secrets once in a minute or two.
  private static final Duration TAKEN_OVER = Duration.ofMinutes(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("tls");

  private static TestAuthority authority = new TestAuthority("chat");
  private static Fleet fleet;

  @BeforeAll
  static void aFleet() {
    write(issue(authority), authority.pem());
    fleet = UnderLoad.fleet(namespace, "chat", "{replicas: 2}", "tls: {secretName: chat-tls}");
  }

  @Test
  void hasANewMasterWithNothingLost() {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      Fault.Struck struck = Fault.KILLED.strike(load.redis().container(load.redis().master()));
      load.awaitWhole();
      String what = "the master killed, with TLS";
      UnderLoad.newMasterWithin(Fault.KILLED.bound(), what, load.verdict(what), struck.at());
    }
  }

  @Test
  @Thorough
  void takesANewCertificateOver() {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      takesOver(issue(authority), authority.pem());
      load.awaitWhole();
      load.verdict("another certificate");
    }
  }

  /** Both are believed first, then one of the new is shown, then the old is believed no more. */
  @Test
  @Thorough
  void takesANewAuthorityOver() {
    var next = new TestAuthority("next");
    try (UnderLoad load = UnderLoad.on(fleet)) {
      takesOver(issue(authority), authority.pem() + next.pem());
      Issued issued = issue(next);
      takesOver(issued, authority.pem() + next.pem());
      write(issued, next.pem());
      // Who connects from now on believes the new one alone, soon.
      Fault.KILLED.strike(load.redis().container(load.redis().master()));
      load.awaitWhole();
      load.verdict("another authority");
    }
    authority = next;
  }

  private static void takesOver(Issued issued, String authorities) {
    write(issued, authorities);
    var redis = new RedisPods(fleet);
    Awaitility.await("all serve it")
        .pollInterval(Duration.ofSeconds(2))
        .atMost(TAKEN_OVER)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              for (String pod : redis.names()) assertServes(issued.certificate(), pod, REDIS);
              for (String pod : fleet.gateways()) {
                for (int port : GATEWAY) assertServes(issued.certificate(), pod, port);
              }
            });
  }

  private static void assertServes(X509Certificate expected, String pod, int port)
      throws IOException {
    assertEquals(
        expected.getSerialNumber(),
        ServedCertificate.of(namespace.name(), pod, port).getSerialNumber(),
        () -> pod + " at " + port);
  }

  private static Issued issue(TestAuthority by) {
    return by.issue(
        "chat-redis-master." + namespace.name() + ".svc",
        "chat-redis-replica." + namespace.name() + ".svc");
  }

  private static void write(Issued issued, String authorities) {
    Kubectl.apply(
        namespace.name(),
        """
        apiVersion: v1
        kind: Secret
        type: kubernetes.io/tls
        metadata: {name: chat-tls}
        stringData:
          tls.crt: |
        %s
          tls.key: |
        %s
          ca.crt: |
        %s
        """
            .formatted(
                issued.certificatePem().indent(4),
                issued.keyPem().indent(4),
                authorities.indent(4)));
  }
}
