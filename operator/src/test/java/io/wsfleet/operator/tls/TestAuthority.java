package io.wsfleet.operator.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Issues certificates, since the JDK has no means to: by hand, DER for DER. */
public final class TestAuthority {

  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final byte[] ECDSA_WITH_SHA256 =
      sequence(oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

  private final String name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  public TestAuthority(String name) {
    this.name = name;
    this.certificate =
        sign(
            name,
            keys,
            extension(oid(0x55, 0x1D, 0x13), sequence(der(1, 0xFF))),
            Duration.ofDays(9));
  }

  /** What somebody got: both in PEM. */
  public record Issued(X509Certificate certificate, PrivateKey key) {

    public String certificatePem() {
      return pem("CERTIFICATE", encoded(certificate));
    }

    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String pem() {
    return pem("CERTIFICATE", encoded(certificate));
  }

  /** For these DNS names or addresses. */
  public Issued issue(String... names) {
    return issue(Duration.ofDays(8), names);
  }

  /** Valid for so long from now on; if that is negative, it is over. */
  public Issued issue(Duration valid, String... names) {
    var subject = keys();
    var all = new ArrayList<byte[]>();
    for (String each : names) {
      all.add(
          each.matches("[0-9.]+")
              ? tagged(0x87, address(each))
              : tagged(0x82, each.getBytes(StandardCharsets.US_ASCII)));
    }
    var alternatives = extension(oid(0x55, 0x1D, 0x11), sequence(all.toArray(byte[][]::new)));
    return new Issued(sign("somebody", subject, alternatives, valid), subject.getPrivate());
  }

  private X509Certificate sign(
      String subject, KeyPair subjectKeys, byte[] extension, Duration valid) {
    var now = Instant.now();
    var toBeSigned =
        sequence(
            tagged(0xA0, der(2, 2)),
            integer(BigInteger.valueOf(SERIAL.getAndIncrement() + now.toEpochMilli())),
            ECDSA_WITH_SHA256,
            distinguished(name),
            sequence(time(now.minus(Duration.ofDays(10))), time(now.plus(valid))),
            distinguished(subject),
            subjectKeys.getPublic().getEncoded(),
            tagged(0xA3, sequence(extension)));
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(toBeSigned);
      var whole = sequence(toBeSigned, ECDSA_WITH_SHA256, bits(signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, byte[] content) {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] distinguished(String commonName) {
    return sequence(
        tagged(
            0x31,
            sequence(
                oid(0x55, 0x04, 0x03), tagged(0x0C, commonName.getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return sequence(oid, tagged(0x04, value));
  }

  private static byte[] time(Instant at) {
    var text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(at);
    return tagged(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  private static byte[] bits(byte[] content) {
    return tagged(0x03, joined(List.of(new byte[] {0}, content)));
  }

  private static byte[] oid(int... bytes) {
    return der(6, bytes);
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(0x30, joined(List.of(parts)));
  }

  private static byte[] der(int tag, int... content) {
    var bytes = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return tagged(tag, bytes);
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 128) {
      out.write(content.length);
    } else if (content.length < 256) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(List<byte[]> parts) {
    var out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
