package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Parts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The password of the cluster's Redis. It is made once and then belongs to whoever reads it: the
 * operator puts back its labels and never its data.
 */
public final class RedisSecret {

  /** Where every pod finds the Secret. */
  public static final String FOLDER = "/etc/wsfleet/redis";

  public static final String PASSWORD = "password";
  public static final String CONFIGURATION = "redis.conf";

  /** On the pod templates: pods start anew when the password is another. */
  public static final String FINGERPRINT = "wsfleet.io/redis-password";

  private RedisSecret() {}

  public static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-redis";
  }

  /** The whole Secret, for the one time that it is created. */
  public static Secret create(WebSocketCluster cluster, byte[] random) {
    var password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new SecretBuilder(frame(cluster))
        .withType("Opaque")
        .addToData(PASSWORD, base64(password))
        .addToData(
            CONFIGURATION, base64("requirepass %s\nmasterauth %s\n".formatted(password, password)))
        .build();
  }

  /** In clear text; empty where somebody has taken the key away. */
  public static String password(Secret secret) {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    return new String(
        Base64.getDecoder().decode(data.getOrDefault(PASSWORD, "")), StandardCharsets.UTF_8);
  }

  /** What is put back in the Secret that was found. */
  static Secret keep(WebSocketCluster cluster, Secret found) {
    return Parts.keep(frame(cluster), found);
  }

  /** Name, labels and owner, to find it by. Never to be applied: see {@link #keep}. */
  public static Secret frame(WebSocketCluster cluster) {
    return new SecretBuilder()
        .withMetadata(
            Parts.metadata(
                cluster, name(cluster), Labels.of(cluster.getMetadata().getName(), Labels.REDIS)))
        .build();
  }

  /** Differs where the password differs, and tells nothing of it: the uid serves as salt. */
  public static String fingerprint(Secret secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes(String.valueOf(secret.getMetadata().getUid())));
      var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
      new TreeMap<>(data).forEach((key, value) -> digest.update(bytes(key + "=" + value + "\n")));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
