package io.wsfleet.gateway.cluster;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** The address at which a gateway accepts forwarded requests: an IP address and a port. */
public record Peer(String ip, int port) {

  /** Parses a registered address; null if it is not one. */
  static @Nullable Peer parse(String text) {
    int colon = text.lastIndexOf(':');
    String ip = colon < 0 ? "" : text.substring(0, colon);
    if (!NetUtil.isValidIpV4Address(ip) && !NetUtil.isValidIpV6Address(ip)) {
      return null;
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return port < 1 || port > 65535 ? null : new Peer(ip, port);
    } catch (NumberFormatException noPort) {
      return null;
    }
  }

  @Override
  public String toString() {
    return ip + ":" + port;
  }
}
