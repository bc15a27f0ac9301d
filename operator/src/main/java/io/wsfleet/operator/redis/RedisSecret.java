package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The Secret with the password of Redis. The operator creates it once; then its data belongs to the
 * user. The operator restores its labels, and changes its data only if an annotation requests
 * another password. {@link AclSecret} has the accepted passwords.
 */
public final class RedisSecret {

  /** The mount path in every pod, of both Secrets. */
  public static final String MOUNT_PATH = "/etc/wsfleet/redis";

  public static final String PASSWORD = "password";
  public static final String REDIS_CONF = "redis.conf";

  /** An annotation of the WebSocketCluster: with each new value another password is generated. */
  public static final String ROTATE_ANNOTATION = "wsfleet.io/rotate-password";

  /** An annotation of the Secret: the value for which its password was generated. */
  static final String ROTATED_FOR_ANNOTATION = "wsfleet.io/rotated-for";

  private RedisSecret() {}

  public static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-redis";
  }

  /** The complete Secret, for its creation. */
  public static Secret create(WebSocketCluster cluster, byte[] random) {
    var requested = requestedRotation(cluster);
    var secret = new SecretBuilder(metadataOnly(cluster)).withType("Opaque");
    secret.addToData(PASSWORD, base64(encodePassword(random)));
    return requested.isEmpty()
        ? secret.build()
        : secret
            .editMetadata()
            .addToAnnotations(ROTATED_FOR_ANNOTATION, requested)
            .endMetadata()
            .build();
  }

  /** The password in clear text; empty if the key is missing or is no text. */
  public static String password(Secret secret) {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    return new String(
        Base64.getDecoder().decode(data.getOrDefault(PASSWORD, "")), StandardCharsets.UTF_8);
  }

  /** The merge patch with another password, if one is requested and not yet generated. */
  public static Optional<String> rotationPatch(
      WebSocketCluster cluster, Secret found, byte[] random) {
    var requested = requestedRotation(cluster);
    var annotations = found.getMetadata().getAnnotations();
    if (requested.isEmpty()
        || annotations != null && requested.equals(annotations.get(ROTATED_FOR_ANNOTATION))) {
      return Optional.empty();
    }
    return Optional.of(
        AclSecret.json(
            Map.of(
                "metadata",
                Map.of(
                    "resourceVersion",
                    found.getMetadata().getResourceVersion(),
                    "annotations",
                    Map.of(ROTATED_FOR_ANNOTATION, requested)),
                "data",
                Map.of(PASSWORD, base64(encodePassword(random))))));
  }

  /** The value of the annotation that requests another password; empty for none. */
  public static String requestedRotation(WebSocketCluster cluster) {
    var annotations = cluster.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(ROTATE_ANNOTATION, "");
  }

  /** The metadata that is restored in the Secret. */
  static Secret restoreMetadata(WebSocketCluster cluster, Secret found) {
    return ObjectTemplates.restoreMetadata(metadataOnly(cluster), found);
  }

  /**
   * The name, labels and owner. Never to be applied, since that would remove the data: see {@link
   * #restoreMetadata}.
   */
  public static Secret metadataOnly(WebSocketCluster cluster) {
    return new SecretBuilder()
        .withMetadata(
            ObjectTemplates.metadata(
                cluster, name(cluster), Labels.of(cluster.getMetadata().getName(), Labels.REDIS)))
        .build();
  }

  private static String encodePassword(byte[] random) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
