package io.wsfleet.operator.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Belief in those whom these authorities vouch for, and in nobody else. */
public final class CaTrust {

  private CaTrust() {}

  public static TrustManagerFactory trustManagerFactory(List<X509Certificate> caBundle)
      throws SSLException {
    if (caBundle.isEmpty()) {
      throw new SSLException(
          "there is no usable certificate of an authority in the Secret of spec.tls, so nobody is"
              + " believed");
    }
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < caBundle.size(); i++) {
        store.setCertificateEntry(String.valueOf(i), caBundle.get(i));
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new SSLException("the certificates of the authorities cannot be used", e);
    }
  }
}
