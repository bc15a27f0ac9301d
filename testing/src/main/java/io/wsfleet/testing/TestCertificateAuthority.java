package io.wsfleet.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates, as the authority does that users have for a fleet. */
public final class TestCertificateAuthority {
  private static final Duration IN_THE_PAST = Duration.ofDays(10);

  private final X500Principal name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  public TestCertificateAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    this.certificate =
        sign(
            this.name,
            keys.getPublic(),
            Duration.ofDays(9),
            Extension.basicConstraints,
            new BasicConstraints(true));
  }

  /** What somebody got. */
  public record IssuedCertificate(X509Certificate certificate, PrivateKey key) {

    public String certificatePem() {
      return pem(certificate);
    }

    /** In PKCS#8, without a password. */
    public String keyPem() {
      try {
        return pem(new JcaPKCS8Generator(key, null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String pem() {
    return pem(certificate);
  }

  /** For these DNS names or addresses. */
  public IssuedCertificate issue(String... names) {
    return issue(Duration.ofDays(8), names);
  }

  /** Valid for so long from now on; if that is negative, it is over. */
  public IssuedCertificate issue(Duration valid, String... names) {
    KeyPair subject = keys();
    GeneralName[] alternatives =
        Arrays.stream(names).map(TestCertificateAuthority::generalName).toArray(GeneralName[]::new);
    return new IssuedCertificate(
        sign(
            new X500Principal("CN=somebody"),
            subject.getPublic(),
            valid,
            Extension.subjectAlternativeName,
            new GeneralNames(alternatives)),
        subject.getPrivate());
  }

  private static GeneralName generalName(String text) {
    boolean isAddress = text.matches("[0-9.]+");
    return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, text);
  }

  private X509Certificate sign(
      X500Principal subject,
      PublicKey key,
      Duration valid,
      ASN1ObjectIdentifier extension,
      ASN1Encodable value) {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, new SecureRandom()),
              Date.from(now.minus(IN_THE_PAST)),
              Date.from(now.plus(valid)),
              subject,
              key);
      builder.addExtension(extension, false, value);
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object content) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
