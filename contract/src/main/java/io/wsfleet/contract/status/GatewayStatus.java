package io.wsfleet.contract.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a gateway's {@code /status}: the gateway writes it, the operator reads it.
 *
 * <p>{@code heartbeatAges} and {@code heartbeatSeconds} were called {@code heard} and {@code
 * canarySeconds} before 0.1.0. In 0.1 the gateway writes both names and the operator reads both, so
 * that an operator before a rollout and after a rollback understands the gateways that it meets.
 *
 * @param gateway the name of the gateway
 * @param connections how many connections of clients it has
 * @param bus {@code InMemory}, {@code Connecting} or {@code Connected}
 * @param heartbeatAges for each gateway of the fleet the age of its newest heartbeat, in
 *     milliseconds
 * @param heartbeatSeconds the interval of heartbeats; 0 if the gateway did not say it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
  "gateway",
  "connections",
  "bus",
  "heartbeatAges",
  "heartbeatSeconds",
  GatewayStatus.FORMER_AGES,
  GatewayStatus.FORMER_SECONDS
})
public record GatewayStatus(
    String gateway,
    int connections,
    String bus,
    Map<String, Long> heartbeatAges,
    int heartbeatSeconds) {

  /** The path on the management port. */
  public static final String PATH = "/status";

  static final String FORMER_AGES = "heard";
  static final String FORMER_SECONDS = "canarySeconds";

  /** A number that is no number of connections must not get into a sum. */
  private static final int MAX_CONNECTIONS = 10_000_000;

  private static final int NO_CONNECTIONS = -1;
  private static final ObjectMapper JSON = new ObjectMapper();

  public GatewayStatus {
    heartbeatAges = Collections.unmodifiableSortedMap(new TreeMap<>(heartbeatAges));
  }

  /** Nothing but the number of connections is needed. */
  @JsonCreator
  static GatewayStatus read(
      @JsonProperty("gateway") @Nullable String gateway,
      @JsonProperty("connections") @Nullable Integer connections,
      @JsonProperty("bus") @Nullable String bus,
      @JsonProperty("heartbeatAges") @Nullable Map<String, Long> heartbeatAges,
      @JsonProperty("heartbeatSeconds") @Nullable Integer heartbeatSeconds,
      @JsonProperty(FORMER_AGES) @Nullable Map<String, Long> formerAges,
      @JsonProperty(FORMER_SECONDS) @Nullable Integer formerSeconds) {
    return new GatewayStatus(
        firstOf(gateway, null, ""),
        firstOf(connections, null, NO_CONNECTIONS),
        firstOf(bus, null, ""),
        firstOf(heartbeatAges, formerAges, Map.of()),
        firstOf(heartbeatSeconds, formerSeconds, 0));
  }

  private static <T> T firstOf(@Nullable T present, @Nullable T former, T absent) {
    return present != null ? present : former != null ? former : absent;
  }

  /** Fails if it is not the JSON of a gateway. */
  public static GatewayStatus parse(byte[] json) throws IOException {
    GatewayStatus status = JSON.readValue(json, GatewayStatus.class);
    if (status == null || status.connections() < 0) {
      throw new IOException("it has no number of connections");
    }
    if (status.connections() > MAX_CONNECTIONS) {
      throw new IOException(
          "it has %d connections, and %d are more than any gateway has"
              .formatted(status.connections(), MAX_CONNECTIONS));
    }
    return status;
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers can be written as JSON", e);
    }
  }

  /** To be removed in 0.2. */
  @JsonProperty(FORMER_AGES)
  Map<String, Long> formerAges() {
    return heartbeatAges;
  }

  /** To be removed in 0.2. */
  @JsonProperty(FORMER_SECONDS)
  int formerSeconds() {
    return heartbeatSeconds;
  }
}
