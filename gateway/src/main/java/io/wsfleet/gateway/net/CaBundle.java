package io.wsfleet.gateway.net;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The CA certificates of {@code ca.crt}. The file is read for each connection, and parsed only when
 * it has changed: parsing takes longer than the rest of an attempt to connect, and while Redis has
 * no master there are many attempts.
 */
public final class CaBundle {
  private final TlsFolder folder;
  private @Nullable Parsed parsed;

  private record Parsed(Buffer file, X509TrustManager trustManager) {}

  public CaBundle(TlsFolder folder) {
    this.folder = folder;
  }

  /**
   * Trust in certificates for this name that one of the CAs has issued. Throws an {@link
   * IllegalArgumentException} if the file cannot be used, and an {@link
   * java.io.UncheckedIOException} if it cannot be read.
   */
  public TrustOptions trustOptions(String name, Vertx vertx) {
    return TrustOptions.wrap(new ServiceNameTrust(name, current(vertx)));
  }

  private synchronized X509TrustManager current(Vertx vertx) {
    Buffer file = folder.caCertificates();
    Parsed last = parsed;
    if (last == null || !last.file().equals(file)) {
      last = new Parsed(file, parse(file, vertx));
      parsed = last;
    }
    return last.trustManager();
  }

  /** Throws an {@link IllegalArgumentException} if the file cannot be used. */
  static X509ExtendedTrustManager parse(Buffer file, Vertx vertx) {
    try {
      PemTrustOptions pem = new PemTrustOptions().addCertValue(file);
      for (TrustManager each : pem.getTrustManagerFactory(vertx).getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager trustManager) {
          return trustManager;
        }
      }
    } catch (Exception unusable) {
      throw new IllegalArgumentException(
          "WSFLEET_TLS_FOLDER: ca.crt cannot be used: " + unusable.getMessage(), unusable);
    }
    throw new IllegalStateException("no X509ExtendedTrustManager");
  }
}
