package io.wsfleet.gateway.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.testing.TestCertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNameTrustTest {
  private static final String MASTER = "chat-redis-master.default.svc";

  private final Vertx vertx = Vertx.vertx();
  private final TestCertificateAuthority authority = new TestCertificateAuthority("one");

  @TempDir Path folder;

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void trustsTheServicesCertificateAtAnyAddress() {
    assertDoesNotThrow(() -> check(authority.issue("another", MASTER)));
    assertDoesNotThrow(() -> check(authority.issue("*.default.svc")));
  }

  @Test
  void rejectsACertificateForAnotherName() {
    CertificateException refused =
        assertThrows(CertificateException.class, () -> check(authority.issue("10.0.0.1", "a.svc")));
    assertTrue(
        refused
            .getMessage()
            .contains("the certificate is for [10.0.0.1, a.svc], not for " + MASTER));
    assertThrows(CertificateException.class, () -> check(authority.issue("*.svc")));
    assertThrows(CertificateException.class, () -> check(authority.issue()));
  }

  @Test
  void rejectsACertificateOfAnotherAuthorityOrExpired() {
    assertThrows(
        CertificateException.class,
        () -> check(new TestCertificateAuthority("other").issue(MASTER)));
    assertThrows(
        CertificateException.class, () -> check(authority.issue(Duration.ofMinutes(-1), MASTER)));
  }

  private void check(TestCertificateAuthority.IssuedCertificate issuedCertificate)
      throws Exception {
    Files.writeString(folder.resolve("ca.crt"), authority.pem());
    X509TrustManager manager =
        (X509TrustManager)
            new CaBundle(new TlsFolder(folder))
                .trustOptions(MASTER, vertx)
                .getTrustManagerFactory(vertx)
                .getTrustManagers()[0];
    manager.checkServerTrusted(
        new X509Certificate[] {issuedCertificate.certificate()}, "ECDHE_ECDSA");
  }
}
