package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specification of a probe: an HTTP path, or none for a TCP connection. A probe with a command
 * always passes: there is no container in which it could run.
 */
record Probe(
    int port,
    @Nullable String httpPath,
    Duration delay,
    Duration period,
    Duration timeout,
    int failureThreshold,
    int successThreshold) {

  static @Nullable Probe of(JsonNode probe, Map<String, Integer> ports) {
    boolean http = probe.has("httpGet");
    if (!http && !probe.has("tcpSocket")) {
      return null;
    }
    JsonNode action = probe.path(http ? "httpGet" : "tcpSocket");
    JsonNode port = action.path("port");
    return new Probe(
        port.isInt() ? port.asInt() : ports.getOrDefault(port.asText(), 0),
        http ? action.path("path").asText("/") : null,
        Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)),
        Duration.ofSeconds(probe.path("periodSeconds").asLong(10)),
        Duration.ofSeconds(probe.path("timeoutSeconds").asLong(1)),
        probe.path("failureThreshold").asInt(3),
        probe.path("successThreshold").asInt(1));
  }
}
