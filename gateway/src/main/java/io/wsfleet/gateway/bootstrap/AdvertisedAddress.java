package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.config.GatewayConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;

/** Where other gateways reach this one: an IP address, so that none of them has to ask DNS. */
final class AdvertisedAddress {
  private AdvertisedAddress() {}

  static String from(GatewayConfig config) {
    if (config.address().isPresent()) {
      return resolve("WSFLEET_ADDRESS", config.address().get()).getHostAddress();
    }
    InetAddress bound = resolve("WSFLEET_HOST", config.host());
    return (bound.isAnyLocalAddress() ? hostAddress() : bound).getHostAddress();
  }

  private static InetAddress resolve(String variable, String name) {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException nowhere) {
      throw new IllegalArgumentException(
          variable + " is \"" + name + "\", which is no address of this host", nowhere);
    }
  }

  /** The first one that others can reach, rather of IPv4 than of IPv6. */
  private static InetAddress hostAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
          .min(Comparator.comparingInt(each -> each.getAddress().length))
          .orElse(InetAddress.getLoopbackAddress());
    } catch (SocketException noInterfaces) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
