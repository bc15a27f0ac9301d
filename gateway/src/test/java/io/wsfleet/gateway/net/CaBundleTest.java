package io.wsfleet.gateway.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.wsfleet.testing.TestCertificateAuthority;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaBundleTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestCertificateAuthority one = new TestCertificateAuthority("one");
  private final TestCertificateAuthority other = new TestCertificateAuthority("other");

  @TempDir Path folder;

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void areThoseOfTheFileAsItIsNow() throws Exception {
    CaBundle caBundle = new CaBundle(new TlsFolder(folder));
    write(one.pem());
    assertArrayEquals(new X509Certificate[] {one.certificate()}, believed(caBundle));
    write(one.pem() + other.pem());
    assertEquals(2, believed(caBundle).length);
    write(other.pem());
    assertArrayEquals(new X509Certificate[] {other.certificate()}, believed(caBundle));
  }

  @Test
  void areParsedOnceAsLongAsTheFileIsTheSame() throws Exception {
    CaBundle caBundle = new CaBundle(new TlsFolder(folder));
    write(one.pem());
    X509Certificate parsed = believed(caBundle)[0];
    write(one.pem());
    assertSame(parsed, believed(caBundle)[0]);
  }

  @Test
  void reportsAnUnusableFileAndUsesARepairedOne() throws Exception {
    CaBundle caBundle = new CaBundle(new TlsFolder(folder));
    assertThrows(UncheckedIOException.class, () -> believed(caBundle));
    write("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
    assertThrows(IllegalArgumentException.class, () -> believed(caBundle));
    write(one.pem());
    assertEquals(1, believed(caBundle).length);
  }

  private void write(String pem) throws Exception {
    Files.writeString(folder.resolve("ca.crt"), pem);
  }

  private X509Certificate[] believed(CaBundle caBundle) throws Exception {
    X509TrustManager manager =
        (X509TrustManager)
            caBundle
                .trustOptions("redis", vertx)
                .getTrustManagerFactory(vertx)
                .getTrustManagers()[0];
    return manager.getAcceptedIssuers();
  }
}
