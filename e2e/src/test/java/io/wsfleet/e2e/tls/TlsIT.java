package io.wsfleet.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.ServedCertificate;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.testing.TestCertificateAuthority;
import io.wsfleet.testing.TestCertificateAuthority.IssuedCertificate;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fleet with TLS works as any other, also while its certificates change. */
@Needs({Need.NODE, Need.NODE_TOOL})
class TlsIT {

  private static final int REDIS = 6379;
  private static final List<Integer> GATEWAY = List.of(5002, 9000);

  // Kubelets look at Secrets once in a minute or two.
  private static final Duration TAKEN_OVER = Duration.ofMinutes(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("tls");

  private static TestCertificateAuthority authority = new TestCertificateAuthority("chat");
  private static DeployedCluster deployedCluster;

  @BeforeAll
  static void aFleet() {
    write(issue(authority), authority.pem());
    deployedCluster =
        ClusterUnderLoad.deploy(namespace, "chat", "{replicas: 2}", "tls: {secretName: chat-tls}");
  }

  @Test
  void hasANewMasterWithNothingLost() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      Fault.ActiveFault activeFault =
          Fault.KILLED.inject(load.redis().container(load.redis().master()));
      load.awaitRecovered();
      String what = "the master killed, with TLS";
      ClusterUnderLoad.newMasterWithin(
          Fault.KILLED.bound(), what, load.stopAndVerify(what), activeFault.at());
    }
  }

  @Test
  @AllFaultsOnly
  void takesANewCertificateOver() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      awaitReload(issue(authority), authority.pem());
      load.awaitRecovered();
      load.stopAndVerify("another certificate");
    }
  }

  /**
   * First both authorities are trusted, then the new certificate is served, then the old authority
   * is removed.
   */
  @Test
  @AllFaultsOnly
  void takesANewAuthorityOver() {
    var next = new TestCertificateAuthority("next");
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      awaitReload(issue(authority), authority.pem() + next.pem());
      IssuedCertificate issuedCertificate = issue(next);
      awaitReload(issuedCertificate, authority.pem() + next.pem());
      write(issuedCertificate, next.pem());
      // Who connects from now on believes the new one alone, soon.
      Fault.KILLED.inject(load.redis().container(load.redis().master()));
      load.awaitRecovered();
      load.stopAndVerify("another authority");
    }
    authority = next;
  }

  private static void awaitReload(IssuedCertificate issuedCertificate, String authorities) {
    write(issuedCertificate, authorities);
    var redis = new RedisPods(deployedCluster);
    Awaitility.await("all serve it")
        .pollInterval(Duration.ofSeconds(2))
        .atMost(TAKEN_OVER)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              for (String pod : redis.names())
                assertServes(issuedCertificate.certificate(), pod, REDIS);
              for (String pod : deployedCluster.gateways()) {
                for (int port : GATEWAY) assertServes(issuedCertificate.certificate(), pod, port);
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

  private static IssuedCertificate issue(TestCertificateAuthority by) {
    return by.issue(
        "chat-redis-master." + namespace.name() + ".svc",
        "chat-redis-replica." + namespace.name() + ".svc");
  }

  private static void write(IssuedCertificate issuedCertificate, String authorities) {
    Kubectl.apply(
        namespace.name(),
        """
        apiVersion: v1
        kind: Secret
        type: kubernetes.io/tls
        metadata: {name: chat-tls, labels: {wsfleet.io/mountable: "true"}}
        stringData:
          tls.crt: |
        %s
          tls.key: |
        %s
          ca.crt: |
        %s
        """
            .formatted(
                issuedCertificate.certificatePem().indent(4),
                issuedCertificate.keyPem().indent(4),
                authorities.indent(4)));
  }
}
