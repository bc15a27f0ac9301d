package io.wsfleet.e2e.cluster;

import io.wsfleet.testing.InsecureTrustManager;
import java.io.IOException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;

/** The certificate that a port of a pod presents. */
public final class ServedCertificate {

  private static final int TIMEOUT_MILLIS = 5000;

  private ServedCertificate() {}

  /**
   * The certificate, whoever issued it; a port that wants one of the client shows its own all the
   * same.
   */
  public static X509Certificate of(String namespace, String pod, int port) throws IOException {
    try (var forward =
            KubernetesCluster.client()
                .pods()
                .inNamespace(namespace)
                .withName(pod)
                .portForward(port);
        SSLSocket socket =
            (SSLSocket)
                InsecureTrustManager.sslContext()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", forward.getLocalPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }
}
