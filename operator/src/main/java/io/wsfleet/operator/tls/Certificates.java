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
 * The public half of the Secret.
 *
 * @param certificate with which each program of the fleet shows who it is; null where the Secret
 *     cannot be used
 * @param caBundle one of which has to have issued what another shows; with none, nobody is believed
 */
public record Certificates(@Nullable X509Certificate certificate, List<X509Certificate> caBundle) {

  /** Of a Secret that cannot be used: nobody is believed, and connections that are there stay. */
  public static final Certificates NONE = new Certificates(null, List.of());

  public Certificates {
    caBundle = List.copyOf(caBundle);
  }

  static Certificates parse(String certificate, String authorities) throws InvalidSecretException {
    return new Certificates(
        parsePem(certificate, TlsSecret.CERTIFICATE).get(0),
        parsePem(authorities, TlsSecret.CA_BUNDLE));
  }

  /** Half a sentence where it cannot be used any more, to stand behind the Secret's name. */
  public @Nullable String problem(Instant now) {
    if (certificate == null) {
      return null;
    }
    var until = certificate.getNotAfter().toInstant();
    return until.isAfter(now) ? null : "has a certificate that is valid until " + until + " only";
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
          "has a key %s that is not certificates in PEM: %s".formatted(key, e.getMessage()));
    }
  }
}
