package io.wsfleet.gateway.engineio;

/**
 * The first packet of a session. Clients and test suites want exactly these keys, in this order.
 */
public record OpenPacket(String sid, Timing timing, int maxPayload) {

  /** The frame on the websocket transport, from which there is nothing left to upgrade to. */
  public String frame() {
    return "0{\"sid\":\""
        + sid
        + "\",\"upgrades\":[],\"pingInterval\":"
        + timing.pingInterval()
        + ",\"pingTimeout\":"
        + timing.pingTimeout()
        + ",\"maxPayload\":"
        + maxPayload
        + "}";
  }
}
