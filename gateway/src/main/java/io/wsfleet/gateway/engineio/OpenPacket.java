package io.wsfleet.gateway.engineio;

import java.util.List;

/**
 * The first packet of a session. Clients and test suites want exactly these keys, in this order.
 *
 * @param upgrades the transports to which the client may change from the one that it came by
 */
public record OpenPacket(String sid, List<String> upgrades, Timing timing, int maxPayload) {

  public String packet() {
    return "0{\"sid\":\""
        + sid
        + "\",\"upgrades\":"
        + (upgrades.isEmpty() ? "[]" : "[\"" + String.join("\",\"", upgrades) + "\"]")
        + ",\"pingInterval\":"
        + timing.pingInterval()
        + ",\"pingTimeout\":"
        + timing.pingTimeout()
        + ",\"maxPayload\":"
        + maxPayload
        + "}";
  }
}
