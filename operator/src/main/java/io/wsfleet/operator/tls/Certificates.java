package io.wsfleet.operator.tls;

import io.wsfleet.operator.tls.TlsSecret.InvalidSecretException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and the authorities of the Secret of spec.tls, without the private key.
 *
 * @param certificate that each program of the fleet presents; null if the Secret is not valid
 * @param caBundle the trusted authorities; if there are none, no connection is trusted
 */
public record Certificates(@Nullable X509Certificate certificate, List<X509Certificate> caBundle) {

  /** For a Secret that is not valid: no new connection is trusted, and open ones stay. */
  public static final Certificates NONE = new Certificates(null, List.of());

  public Certificates {
    caBundle = List.copyOf(caBundle);
  }

  static Certificates parse(String certificate, String authorities) throws InvalidSecretException {
    return new Certificates(
        parsePem(certificate, TlsSecret.CERTIFICATE).get(0),
        parsePem(authorities, TlsSecret.CA_BUNDLE));
  }

  /** Why it is no longer valid, as the end of a sentence; null if it is. */
  public @Nullable String problem(Instant now) {
    if (certificate == null) {
      return null;
    }
    var until = certificate.getNotAfter().toInstant();
    return until.isAfter(now) ? null : "has a certificate that was valid until " + until;
  }

  private static List<X509Certificate> parsePem(String text, String key)
      throws InvalidSecretException {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      if (found.isEmpty()) {
        throw new InvalidSecretException("has no certificate under the key " + key);
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw new InvalidSecretException(
          "has a key %s that is no certificate in PEM: %s".formatted(key, e.getMessage()));
    }
  }
}
