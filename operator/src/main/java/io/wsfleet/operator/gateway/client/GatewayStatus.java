package io.wsfleet.operator.gateway.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The last {@code /status} of a gateway. Its pod is identified by the uid, since names can be used
 * again.
 *
 * @param heartbeatsFrom the gateways whose heartbeats it has received recently
 */
public record GatewayStatus(String pod, String uid, int connections, Set<String> heartbeatsFrom) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many heartbeats may be missing. */
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
      throw new IOException("the response has no number of connections");
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
