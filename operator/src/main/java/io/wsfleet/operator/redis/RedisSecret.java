package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.contract.Mounts;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The password of the cluster's Redis, for whoever is to reach it. It is made once and then belongs
 * to whoever changes it: the operator puts back its labels, and its data never, unless it is asked
 * for another password. What Redis takes is in {@link AclSecret}.
 */
public final class RedisSecret {

  /** Where every pod finds what it needs of the two Secrets. */
  public static final String MOUNT_PATH = Mounts.REDIS;

  public static final String PASSWORD = Mounts.PASSWORD;
  public static final String REDIS_CONF = "redis.conf";

  /** On the resource: with each new value another password is made. */
  public static final String ROTATE_ANNOTATION = "wsfleet.io/rotate-password";

  /** On the Secret: the value for which its password was made. */
  static final String ROTATED_FOR_ANNOTATION = "wsfleet.io/rotated-for";

  private RedisSecret() {}

  public static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-redis";
  }

  /** The whole Secret, for the one time that it is created. */
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

  /** In clear text; empty where somebody has taken the key away, or written what is no text. */
  public static String password(Secret secret) {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    return new String(
        Base64.getDecoder().decode(data.getOrDefault(PASSWORD, "")), StandardCharsets.UTF_8);
  }

  /**
   * The merge patch by which it has another password, where one is asked for that it has not got.
   */
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

  /** The value of the annotation by which another password is asked for; empty for none. */
  public static String requestedRotation(WebSocketCluster cluster) {
    var annotations = cluster.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(ROTATE_ANNOTATION, "");
  }

  /** What is put back in the Secret that was found. */
  static Secret restoreMetadata(WebSocketCluster cluster, Secret found) {
    return ObjectTemplates.restoreMetadata(metadataOnly(cluster), found);
  }

  /** Name, labels and owner, to find it by. Never to be applied: see {@link #restoreMetadata}. */
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
