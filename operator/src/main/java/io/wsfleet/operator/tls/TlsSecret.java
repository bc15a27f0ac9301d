package io.wsfleet.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the Secret of {@code spec.tls}, which has the keys that cert-manager writes. It is never
 * written.
 */
public final class TlsSecret {

  /** The mount path in every pod. */
  public static final String MOUNT_PATH = "/etc/wsfleet/tls";

  /** The certificate, and the intermediate ones. */
  public static final String CERTIFICATE = "tls.crt";

  public static final String KEY = "tls.key";

  /** The certificates of one or several authorities. */
  public static final String CA_BUNDLE = "ca.crt";

  private TlsSecret() {}

  public static boolean isEnabled(WebSocketCluster cluster) {
    return cluster.effectiveSpec().tls() != null;
  }

  public static String name(WebSocketCluster cluster) {
    return Objects.requireNonNull(cluster.effectiveSpec().tls(), "only called with spec.tls")
        .secretName();
  }

  /** A reference, for a read. */
  public static Secret reference(WebSocketCluster cluster) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name(cluster))
        .withNamespace(cluster.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  /** The public part; the private key is not kept. */
  public static Certificates parse(Secret secret) throws InvalidSecretException {
    text(secret, KEY);
    return Certificates.parse(text(secret, CERTIFICATE), text(secret, CA_BUNDLE));
  }

  private static String text(Secret secret, String key) throws InvalidSecretException {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    var value = data.get(key);
    if (value == null || value.isBlank()) {
      throw new InvalidSecretException("has no key " + key);
    }
    try {
      return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidSecretException("has a key " + key + " that is not base64");
    }
  }

  /** The Secret is not valid; the message is the end of a sentence that begins with its name. */
  public static final class InvalidSecretException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidSecretException(String message) {
      super(message);
    }
  }
}
