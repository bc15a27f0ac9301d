package io.wsfleet.gateway.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.wsfleet.testing.TestAuthority;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {
  private final Vertx vertx = Vertx.vertx();
  private final TestAuthority one = new TestAuthority("one");
  private final TestAuthority other = new TestAuthority("other");

  @TempDir Path folder;

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void areThoseOfTheFileAsItIsNow() throws Exception {
    Authorities authorities = new Authorities(new TlsFolder(folder));
    write(one.pem());
    assertArrayEquals(new X509Certificate[] {one.certificate()}, believed(authorities));
    write(one.pem() + other.pem());
    assertEquals(2, believed(authorities).length);
    write(other.pem());
    assertArrayEquals(new X509Certificate[] {other.certificate()}, believed(authorities));
  }

  @Test
  void areParsedOnceAsLongAsTheFileIsTheSame() throws Exception {
    Authorities authorities = new Authorities(new TlsFolder(folder));
    write(one.pem());
    X509Certificate parsed = believed(authorities)[0];
    write(one.pem());
    assertSame(parsed, believed(authorities)[0]);
  }

  @Test
  void sayWhatIsWrongWithTheFileAndGoOnWhenItIsMended() throws Exception {
    Authorities authorities = new Authorities(new TlsFolder(folder));
    assertThrows(UncheckedIOException.class, () -> believed(authorities));
    write("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
    assertThrows(IllegalArgumentException.class, () -> believed(authorities));
    write(one.pem());
    assertEquals(1, believed(authorities).length);
  }

  private void write(String pem) throws Exception {
    Files.writeString(folder.resolve("ca.crt"), pem);
  }

  private X509Certificate[] believed(Authorities authorities) throws Exception {
    X509TrustManager manager =
        (X509TrustManager)
            authorities.inName("redis", vertx).getTrustManagerFactory(vertx).getTrustManagers()[0];
    return manager.getAcceptedIssuers();
  }
}
