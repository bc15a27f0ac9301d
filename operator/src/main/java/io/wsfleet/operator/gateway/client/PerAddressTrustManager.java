package io.wsfleet.operator.gateway.client;

import io.wsfleet.operator.tls.CaTrust;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Believes each gateway by the authorities of its own fleet, so that one client serves all fleets
 * and follows each change. Only who has issued a certificate is looked at: a pod is reached by its
 * address, which is not known when its certificate is made.
 */
final class PerAddressTrustManager extends X509ExtendedTrustManager {

  /** Pods come and go; an address that is forgotten is believed again when it is next asked. */
  private static final int MAX_ADDRESSES = 50_000;

  private final Map<String, List<X509Certificate>> caByAddress = new ConcurrentHashMap<>();

  SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has TLS", e);
    }
  }

  void trust(String address, List<X509Certificate> caBundle) {
    if (caByAddress.size() >= MAX_ADDRESSES) {
      caByAddress.clear();
    }
    caByAddress.put(address, caBundle);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    var host = String.valueOf(engine.getPeerHost()).replaceAll("[\\[\\]]", "");
    var caBundle = caByAddress.get(host);
    if (caBundle == null) {
      throw new CertificateException("nobody is believed at " + host);
    }
    try {
      for (TrustManager manager : CaTrust.trustManagerFactory(caBundle).getTrustManagers()) {
        ((X509TrustManager) manager).checkServerTrusted(chain, type);
      }
    } catch (SSLException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("nobody is asked so");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is asked so");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("there are no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
