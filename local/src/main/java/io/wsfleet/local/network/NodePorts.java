package io.wsfleet.local.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** The node ports of this machine, at localhost with IPv4 and IPv6. */
public final class NodePorts {
  private static final String V4 = "127.0.0.1";
  private static final String V6 = "::1";
  private static final List<String> HOSTS = hasV6() ? List.of(V4, V6) : List.of(V4);

  private NodePorts() {}

  static List<String> hosts() {
    return HOSTS;
  }

  /** Whether nobody listens there. */
  public static boolean isFree(int port) {
    return HOSTS.stream().allMatch(host -> isFree(host, port));
  }

  /** Whether nobody listens there. */
  public static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasV6() {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(V6)) != null;
    } catch (SocketException | UnknownHostException e) {
      return false;
    }
  }
}
