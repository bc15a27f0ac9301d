package io.wsfleet.operator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.testing.TestCertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsSecretTest {

  private final TestCertificateAuthority one = new TestCertificateAuthority("one");
  private final TestCertificateAuthority other = new TestCertificateAuthority("other");

  @Test
  void hasACertificateAndOneAuthorityOrSeveral() throws Exception {
    var issuedCertificate = one.issue("chat-redis-master.default.svc");
    var read =
        TlsSecret.parse(
            secret(
                issuedCertificate.certificatePem() + one.pem(),
                issuedCertificate.keyPem(),
                one.pem() + other.pem()));
    assertEquals(issuedCertificate.certificate(), read.certificate());
    assertEquals(List.of(one.certificate(), other.certificate()), read.caBundle());
    assertNull(read.problem(Instant.now()));
  }

  @Test
  void namesTheMissingKey() {
    var issuedCertificate = one.issue("a");
    assertEquals(
        "has no key ca.crt",
        refused(secret(issuedCertificate.certificatePem(), issuedCertificate.keyPem(), ""))
            .getMessage());
    assertEquals(
        "has no key tls.key",
        refused(secret(issuedCertificate.certificatePem(), "", one.pem())).getMessage());
    assertEquals("has no key tls.key", refused(new SecretBuilder().build()).getMessage());
    assertTrue(
        refused(secret("nonsense", issuedCertificate.keyPem(), one.pem()))
            .getMessage()
            .startsWith("has a key tls.crt that is no certificate in PEM"));
  }

  @Test
  void reportsAnExpiredCertificate() throws Exception {
    var issuedCertificate = one.issue(Duration.ofMinutes(-1), "a");
    var read =
        TlsSecret.parse(
            secret(issuedCertificate.certificatePem(), issuedCertificate.keyPem(), one.pem()));
    assertTrue(
        String.valueOf(read.problem(Instant.now()))
            .startsWith("has a certificate that was valid until"));
  }

  @Test
  void withoutAuthoritiesNobodyIsTrusted() {
    assertThrows(
        SSLException.class, () -> CaTrust.trustManagerFactory(Certificates.NONE.caBundle()));
  }

  private static TlsSecret.InvalidSecretException refused(Secret secret) {
    return assertThrows(TlsSecret.InvalidSecretException.class, () -> TlsSecret.parse(secret));
  }

  private static Secret secret(String certificate, String key, String authorities) {
    return new SecretBuilder()
        .withData(
            Map.of(
                "tls.crt",
                base64(certificate),
                "tls.key",
                base64(key),
                "ca.crt",
                base64(authorities)))
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
