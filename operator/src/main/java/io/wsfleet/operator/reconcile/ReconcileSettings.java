package io.wsfleet.operator.reconcile;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a reconcile.
 *
 * @param gatewayImage of resources that name none
 * @param redisImage of resources that name none
 * @param nodeAddress the host in the URL of a NodePort Service; empty for the address of a node
 * @param retryInterval until what the API server refused is tried again
 */
public record ReconcileSettings(
    String gatewayImage, String redisImage, String nodeAddress, Duration retryInterval) {

  String gatewayImage(@Nullable String fromSpec) {
    return fromSpec == null ? gatewayImage : fromSpec;
  }

  String redisImage(@Nullable String fromSpec) {
    return fromSpec == null ? redisImage : fromSpec;
  }
}
