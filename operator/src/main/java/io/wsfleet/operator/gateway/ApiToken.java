package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The bearer token of the HTTP API. It is in a Secret that the resource names, or in one that the
 * operator creates once and whose data it never changes. Gateways read the file again when it
 * changes, so that another token replaces no pod.
 */
public final class ApiToken {

  /** The mount path in a gateway. */
  public static final String MOUNT_PATH = "/etc/wsfleet/api";

  public static final String KEY = "token";

  private ApiToken() {}

  /** The name of the Secret with the token. */
  public static String secretName(WebSocketCluster cluster) {
    var named = cluster.effectiveSpec().api().tokenSecret();
    return named == null ? GatewayNetwork.apiName(cluster) : named;
  }

  /** Whether the resource names a Secret, so that none is created. */
  public static boolean isUserProvided(WebSocketCluster cluster) {
    return cluster.effectiveSpec().api().tokenSecret() != null;
  }

  /** A reference to the Secret that the resource names, for a read. */
  public static Secret reference(WebSocketCluster cluster) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(secretName(cluster))
        .withNamespace(cluster.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  public static boolean hasToken(Secret secret) {
    return secret.getData() != null && secret.getData().containsKey(KEY);
  }

  /** The complete Secret, for its creation. */
  public static Secret create(WebSocketCluster cluster, byte[] random) {
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new SecretBuilder(metadataOnly(cluster))
        .withType("Opaque")
        .addToData(KEY, Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** The metadata that is restored in the Secret. */
  public static Secret restoreMetadata(WebSocketCluster cluster, Secret found) {
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
                cluster,
                GatewayNetwork.apiName(cluster),
                Labels.of(cluster.getMetadata().getName(), Labels.API)))
        .build();
  }
}
