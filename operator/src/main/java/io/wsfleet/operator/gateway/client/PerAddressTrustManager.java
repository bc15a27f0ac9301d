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
 * Trusts each gateway by the authorities of its own fleet, so that one HTTP client serves all
 * fleets and follows each change. It verifies only the issuer of a certificate: a pod is reached by
 * its address, which is unknown when the certificate is issued.
 */
final class PerAddressTrustManager extends X509ExtendedTrustManager {

  /** Pods come and go; a removed address is added again with its next poll. */
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
      throw new CertificateException("no authority is trusted for " + host);
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
    throw new CertificateException("the address of the peer is required");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("the address of the peer is required");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("client certificates are not supported");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("client certificates are not supported");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("client certificates are not supported");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
