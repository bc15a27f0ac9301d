package io.wsfleet.operator.gateway.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway last said of itself; the pod is known by its uid, as names can come again.
 *
 * @param heartbeatsFrom the gateways of which it has heard a sign of life through the bus of late
 */
public record GatewayStatus(String pod, String uid, int connections, Set<String> heartbeatsFrom) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many signs of life may be missing. */
  private static final int MAX_MISSED_HEARTBEATS = 3;

  public GatewayStatus {
    heartbeatsFrom = Set.copyOf(heartbeatsFrom);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record StatusBody(
      @Nullable Integer connections,
      @Nullable Integer canarySeconds,
      @Nullable Map<String, Long> heard) {}

  static GatewayStatus parse(String pod, String uid, byte[] body) throws IOException {
    var status = JSON.readValue(body, StatusBody.class);
    var connections = status.connections();
    if (connections == null || connections < 0) {
      throw new IOException("its answer has no number of connections");
    }
    return new GatewayStatus(pod, uid, connections, heartbeatsFrom(status));
  }

  private static Set<String> heartbeatsFrom(StatusBody status) {
    var heartbeatAges = status.heard();
    var seconds = status.canarySeconds();
    return heartbeatAges == null || seconds == null
        ? Set.of()
        : heartbeatAges.entrySet().stream()
            .filter(e -> e.getValue() <= 1000L * MAX_MISSED_HEARTBEATS * seconds)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }
}
