package io.wsfleet.e2e.cluster;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What somebody sees who connects to a port of a pod by TLS. */
public final class ServedCertificate {

  private static final int TIMEOUT_MILLIS = 5000;

  private ServedCertificate() {}

  /**
   * The certificate, whoever issued it; a port that wants one of the client shows its own all the
   * same.
   */
  public static X509Certificate of(String namespace, String pod, int port) throws IOException {
    try (var forward =
            Cluster.client().pods().inNamespace(namespace).withName(pod).portForward(port);
        SSLSocket socket =
            (SSLSocket)
                context().getSocketFactory().createSocket("127.0.0.1", forward.getLocalPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
