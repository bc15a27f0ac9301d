package io.wsfleet.operator.connections;

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
 * @param hears the gateways of which it has heard a sign of life through the bus of late
 */
public record GatewayReport(String pod, String uid, int connections, Set<String> hears) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many signs of life may be missing. */
  private static final int MISSED = 3;

  public GatewayReport {
    hears = Set.copyOf(hears);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(
      @Nullable Integer connections,
      @Nullable Integer canarySeconds,
      @Nullable Map<String, Long> heard) {}

  static GatewayReport parse(String pod, String uid, byte[] answer) throws IOException {
    var said = JSON.readValue(answer, Answer.class);
    var connections = said.connections();
    if (connections == null || connections < 0) {
      throw new IOException("its answer has no number of connections");
    }
    return new GatewayReport(pod, uid, connections, hears(said));
  }

  private static Set<String> hears(Answer said) {
    var heard = said.heard();
    var seconds = said.canarySeconds();
    return heard == null || seconds == null
        ? Set.of()
        : heard.entrySet().stream()
            .filter(e -> e.getValue() <= 1000L * MISSED * seconds)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }
}
