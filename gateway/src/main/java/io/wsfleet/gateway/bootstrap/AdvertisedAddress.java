package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.config.GatewayConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;

/** The IP address of this gateway for other gateways, so that they need no DNS. */
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
          variable + " is \"" + name + "\", which cannot be resolved to an address", nowhere);
    }
  }

  /** The first address that others can reach; IPv4 before IPv6. */
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
