package io.wsfleet.gateway.engineio.protocol;

import java.util.List;

/**
 * The first packet of a session. Clients and test suites expect exactly these keys in this order.
 *
 * @param upgrades the transports to which the client may upgrade
 */
public record OpenPacket(
    String sid, List<String> upgrades, HeartbeatSettings heartbeat, int maxPayload) {

  public String encode() {
    return "0{\"sid\":\""
        + sid
        + "\",\"upgrades\":"
        + (upgrades.isEmpty() ? "[]" : "[\"" + String.join("\",\"", upgrades) + "\"]")
        + ",\"pingInterval\":"
        + heartbeat.pingInterval()
        + ",\"pingTimeout\":"
        + heartbeat.pingTimeout()
        + ",\"maxPayload\":"
        + maxPayload
        + "}";
  }
}
