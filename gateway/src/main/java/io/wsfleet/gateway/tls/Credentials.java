package io.wsfleet.gateway.tls;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who this gateway is and whom it believes, as it is at the moment of each handshake. Servers and
 * clients are made with it once: to change what they were made with, as Vert.x offers, refuses
 * connections while it is done.
 */
public final class Credentials {
  private static final int KEPT = 3;

  private final Vertx vertx;
  private final Map<Integer, X509ExtendedKeyManager> own = new ConcurrentHashMap<>();
  private volatile int current;
  private volatile X509ExtendedTrustManager believed;

  /** Throws an {@link IllegalArgumentException} that says what is wrong with the content. */
  public Credentials(Vertx vertx, TlsFolder.Content content) {
    this.vertx = vertx;
    content.check(vertx);
    this.own.put(0, keys(content));
    this.believed = trust(content);
  }

  /** For each handshake from now on; throws if the content cannot be used, and changes nothing. */
  public synchronized void renew(TlsFolder.Content content) {
    content.check(vertx);
    X509ExtendedTrustManager trust = trust(content);
    int next = current + 1;
    own.put(next, keys(content));
    believed = trust;
    current = next;
    own.remove(next - KEPT);
  }

  public KeyCertOptions own() {
    return KeyCertOptions.wrap(new Own());
  }

  public TrustOptions believed() {
    return TrustOptions.wrap(new Believed());
  }

  private X509ExtendedKeyManager keys(TlsFolder.Content content) {
    try {
      for (KeyManager each : content.own().getKeyManagerFactory(vertx).getKeyManagers()) {
        if (each instanceof X509ExtendedKeyManager keys) {
          return keys;
        }
      }
    } catch (Exception unusable) {
      throw new IllegalArgumentException(unusable);
    }
    throw new IllegalStateException("the JDK's key managers are of that kind");
  }

  private X509ExtendedTrustManager trust(TlsFolder.Content content) {
    return Authorities.parse(content.authorities(), vertx);
  }

  /**
   * A name that it gives says of which content it is: the next question may come after a change.
   */
  private final class Own extends X509ExtendedKeyManager {
    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, SSLEngine engine) {
      int now = current;
      return named(now, of(now).chooseEngineServerAlias(type, issuers, engine));
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
      int now = current;
      return named(now, of(now).chooseEngineClientAlias(types, issuers, engine));
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, Socket socket) {
      int now = current;
      return named(now, of(now).chooseServerAlias(type, issuers, socket));
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, Socket socket) {
      int now = current;
      return named(now, of(now).chooseClientAlias(types, issuers, socket));
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String name) {
      return of(content(name)).getCertificateChain(alias(name));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
      return of(content(name)).getPrivateKey(alias(name));
    }

    private X509ExtendedKeyManager of(int content) {
      X509ExtendedKeyManager known = own.get(content);
      return known == null ? of(current) : known;
    }

    private static @Nullable String named(int content, @Nullable String alias) {
      return alias == null ? null : content + ":" + alias;
    }

    private static int content(String name) {
      return Integer.parseInt(name.substring(0, name.indexOf(':')));
    }

    private static String alias(String name) {
      return name.substring(name.indexOf(':') + 1);
    }
  }

  private final class Believed extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      believed.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      believed.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      believed.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      believed.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      believed.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      believed.checkServerTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return believed.getAcceptedIssuers();
    }
  }
}
