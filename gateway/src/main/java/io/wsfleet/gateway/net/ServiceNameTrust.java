package io.wsfleet.gateway.net;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.X509TrustManager;

/**
 * Accepts a certificate for a Service's name, whatever address was connected to: a pod behind a
 * Service is reached by its own address and has the Service's certificate.
 */
final class ServiceNameTrust implements X509TrustManager {
  private static final int DNS = 2;
  private static final int IP = 7;

  private final String name;
  private final X509TrustManager trustManager;

  ServiceNameTrust(String name, X509TrustManager trustManager) {
    this.name = name;
    this.trustManager = trustManager;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trustManager.checkServerTrusted(chain, type);
    Collection<List<?>> alternatives = chain[0].getSubjectAlternativeNames();
    List<String> names = new ArrayList<>();
    for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
      if (each.get(0) instanceof Integer kind && (kind == DNS || kind == IP)) {
        names.add(String.valueOf(each.get(1)));
      }
    }
    if (names.stream().noneMatch(this::matches)) {
      throw new CertificateException("the certificate is for " + names + ", not for " + name);
    }
  }

  /** A star stands for the first label of a name. */
  private boolean matches(String presented) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String given = presented.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return given.equals(wanted)
        || given.startsWith("*.") && dot > 0 && given.substring(1).equals(wanted.substring(dot));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("client certificates are not checked here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trustManager.getAcceptedIssuers();
  }
}
