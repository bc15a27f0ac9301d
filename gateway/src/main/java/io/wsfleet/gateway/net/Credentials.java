package io.wsfleet.gateway.net;

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
 * Key and trust managers whose content can be replaced while servers run: each TLS handshake uses
 * the current content. The way that Vert.x has to replace them refuses connections meanwhile.
 */
public final class Credentials {
  private static final int MAX_GENERATIONS = 3;

  private final Vertx vertx;
  private final Map<Integer, X509ExtendedKeyManager> keyManagers = new ConcurrentHashMap<>();
  private volatile int generation;
  private volatile X509ExtendedTrustManager trustManager;

  /** Throws an {@link IllegalArgumentException} if the content cannot be used. */
  public Credentials(Vertx vertx, TlsFolder.Content content) {
    this.vertx = vertx;
    content.check(vertx);
    this.keyManagers.put(0, keyManager(content));
    this.trustManager = trustManager(content);
  }

  /** Replaces the content; if it cannot be used, throws and changes nothing. */
  public synchronized void reload(TlsFolder.Content content) {
    content.check(vertx);
    X509ExtendedTrustManager newTrustManager = trustManager(content);
    int next = generation + 1;
    keyManagers.put(next, keyManager(content));
    trustManager = newTrustManager;
    generation = next;
    keyManagers.remove(next - MAX_GENERATIONS);
  }

  public KeyCertOptions keyCertOptions() {
    return KeyCertOptions.wrap(new ReloadingKeyManager());
  }

  public TrustOptions trustOptions() {
    return TrustOptions.wrap(new ReloadingTrustManager());
  }

  private X509ExtendedKeyManager keyManager(TlsFolder.Content content) {
    try {
      for (KeyManager each :
          content.keyCertOptions().getKeyManagerFactory(vertx).getKeyManagers()) {
        if (each instanceof X509ExtendedKeyManager keys) {
          return keys;
        }
      }
    } catch (Exception unusable) {
      throw new IllegalArgumentException(unusable);
    }
    throw new IllegalStateException("no X509ExtendedKeyManager");
  }

  private X509ExtendedTrustManager trustManager(TlsFolder.Content content) {
    return CaBundle.parse(content.caCertificates(), vertx);
  }

  /**
   * Its aliases contain the generation of the content, since the key of an alias may be asked for
   * after a reload.
   */
  private final class ReloadingKeyManager extends X509ExtendedKeyManager {
    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, SSLEngine engine) {
      int now = generation;
      return qualify(now, managerOf(now).chooseEngineServerAlias(type, issuers, engine));
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
      int now = generation;
      return qualify(now, managerOf(now).chooseEngineClientAlias(types, issuers, engine));
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, Socket socket) {
      int now = generation;
      return qualify(now, managerOf(now).chooseServerAlias(type, issuers, socket));
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, Socket socket) {
      int now = generation;
      return qualify(now, managerOf(now).chooseClientAlias(types, issuers, socket));
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
    public X509Certificate @Nullable [] getCertificateChain(String qualifiedAlias) {
      return managerOf(generationOf(qualifiedAlias)).getCertificateChain(aliasOf(qualifiedAlias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String qualifiedAlias) {
      return managerOf(generationOf(qualifiedAlias)).getPrivateKey(aliasOf(qualifiedAlias));
    }

    private X509ExtendedKeyManager managerOf(int content) {
      X509ExtendedKeyManager known = keyManagers.get(content);
      return known == null ? managerOf(generation) : known;
    }

    private static @Nullable String qualify(int content, @Nullable String alias) {
      return alias == null ? null : content + ":" + alias;
    }

    private static int generationOf(String qualifiedAlias) {
      return Integer.parseInt(qualifiedAlias.substring(0, qualifiedAlias.indexOf(':')));
    }

    private static String aliasOf(String qualifiedAlias) {
      return qualifiedAlias.substring(qualifiedAlias.indexOf(':') + 1);
    }
  }

  private final class ReloadingTrustManager extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trustManager.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trustManager.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trustManager.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trustManager.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trustManager.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trustManager.checkServerTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trustManager.getAcceptedIssuers();
    }
  }
}
