package io.wsfleet.operator.tls;

import io.wsfleet.operator.tls.TlsSecret.Unusable;
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
 * @param served with which each program of the fleet shows who it is; null where the Secret cannot
 *     be used
 * @param authorities one of which has to have issued what another shows; with none, nobody is
 *     believed
 */
public record Certificates(@Nullable X509Certificate served, List<X509Certificate> authorities) {

  /** Of a Secret that cannot be used: nobody is believed, and connections that are there stay. */
  public static final Certificates NONE = new Certificates(null, List.of());

  public Certificates {
    authorities = List.copyOf(authorities);
  }

  static Certificates parse(String certificate, String authorities) throws Unusable {
    return new Certificates(
        all(certificate, TlsSecret.CERTIFICATE).get(0), all(authorities, TlsSecret.AUTHORITIES));
  }

  /** Half a sentence where it cannot be used any more, to stand behind the Secret's name. */
  public @Nullable String trouble(Instant now) {
    if (served == null) {
      return null;
    }
    var until = served.getNotAfter().toInstant();
    return until.isAfter(now) ? null : "has a certificate that is valid until " + until + " only";
  }

  private static List<X509Certificate> all(String text, String key) throws Unusable {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      if (found.isEmpty()) {
        throw new Unusable("has no certificate under the key " + key);
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw new Unusable(
          "has a key %s that is not certificates in PEM: %s".formatted(key, e.getMessage()));
    }
  }
}
