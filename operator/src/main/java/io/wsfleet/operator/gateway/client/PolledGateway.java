package io.wsfleet.operator.gateway.client;

import io.wsfleet.contract.status.GatewayStatus;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a gateway last replied to a poll. The pod is identified by its uid, because a name can come
 * again.
 *
 * @param heartbeatsFrom the gateways whose heartbeats it received recently
 */
public record PolledGateway(String pod, String uid, int connections, Set<String> heartbeatsFrom) {

  /** So many heartbeats may be missing. */
  private static final int MAX_MISSED_HEARTBEATS = 3;

  public PolledGateway {
    heartbeatsFrom = Set.copyOf(heartbeatsFrom);
  }

  static PolledGateway of(String pod, String uid, GatewayStatus status) {
    return new PolledGateway(pod, uid, status.connections(), heartbeatsFrom(status));
  }

  private static Set<String> heartbeatsFrom(GatewayStatus status) {
    int seconds = status.heartbeatSeconds();
    return seconds == 0
        ? Set.of()
        : status.heartbeatAges().entrySet().stream()
            .filter(e -> e.getValue() <= 1000L * MAX_MISSED_HEARTBEATS * seconds)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }
}
