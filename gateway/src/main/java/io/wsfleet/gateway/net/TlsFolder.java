package io.wsfleet.gateway.net;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.wsfleet.contract.Mounts;
import io.wsfleet.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** A directory with tls.crt, tls.key and ca.crt in PEM, as cert-manager's Secrets are mounted. */
public record TlsFolder(Path folder) {

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /**
   * Null without TLS. Throws an {@link IllegalArgumentException} if a file cannot be read, so that
   * a wrong directory prevents the start.
   */
  public static @Nullable TlsFolder from(GatewayConfig config) {
    if (config.tlsFolder().isEmpty()) {
      return null;
    }
    TlsFolder tls = new TlsFolder(Path.of(config.tlsFolder().get()));
    try {
      tls.read();
    } catch (UncheckedIOException unreadable) {
      throw new IllegalArgumentException(
          unreadable.getMessage() + "; it must be a directory with tls.crt, tls.key and ca.crt",
          unreadable);
    }
    return tls;
  }

  /**
   * Reads the files. If they are replaced meanwhile, they may not belong together; see {@link
   * Content#check}.
   */
  public Content read() {
    return new Content(readFile(Mounts.CERTIFICATE), readFile(Mounts.KEY), caCertificates());
  }

  Buffer caCertificates() {
    return readFile(Mounts.CA_BUNDLE);
  }

  private Buffer readFile(String name) {
    Path file = folder.resolve(name);
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("WSFLEET_TLS_FOLDER: " + file + " cannot be read", e);
    }
  }

  /**
   * The three files.
   *
   * @param certificate the certificate with its chain
   * @param caCertificates the CAs that are trusted to issue the certificates of peers
   */
  public record Content(Buffer certificate, Buffer key, Buffer caCertificates) {

    public PemKeyCertOptions keyCertOptions() {
      return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    /** Throws an {@link IllegalArgumentException} if the content cannot be used. */
    public void check(Vertx vertx) {
      CaBundle.parse(caCertificates, vertx);
      try {
        for (KeyManager manager : keyCertOptions().getKeyManagerFactory(vertx).getKeyManagers()) {
          check((X509KeyManager) manager);
        }
      } catch (Exception unusable) {
        throw new IllegalArgumentException(
            "WSFLEET_TLS_FOLDER: its files cannot be used: " + unusable.getMessage(), unusable);
      }
    }

    private static void check(X509KeyManager manager) throws GeneralSecurityException {
      for (Map.Entry<String, String> kind : SIGNATURES.entrySet()) {
        String[] names = manager.getServerAliases(kind.getKey(), null);
        for (String name : names == null ? new String[0] : names) {
          Signature signature = Signature.getInstance(kind.getValue());
          signature.initSign(manager.getPrivateKey(name));
          byte[] signed = signature.sign();
          signature.initVerify(manager.getCertificateChain(name)[0]);
          if (!signature.verify(signed)) {
            throw new GeneralSecurityException("tls.key is not the key of tls.crt");
          }
        }
      }
    }
  }
}
