package io.wsfleet.operator.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Trust managers that accept only certificates of the given authorities. */
public final class CaTrust {

  private CaTrust() {}

  public static TrustManagerFactory trustManagerFactory(List<X509Certificate> caBundle)
      throws SSLException {
    if (caBundle.isEmpty()) {
      throw new SSLException(
          "the Secret of spec.tls has no valid certificate of an authority, so no connection is"
              + " trusted");
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
      throw new SSLException("the certificates of the authorities are not valid", e);
    }
  }
}
