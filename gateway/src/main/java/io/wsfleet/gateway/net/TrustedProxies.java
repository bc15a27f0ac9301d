package io.wsfleet.gateway.net;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word about the address of a client is believed, as addresses or networks. A
 * header is read from the right: each proxy appends the address that it sees, so the first one from
 * the right that is no trusted proxy is the client. What is left of it the client may have written.
 */
public final class TrustedProxies {
  private static final Pattern FOR =
      Pattern.compile("(?:^|[;,])\\s*for=(\"[^\"]*\"|[^;,\\s]*)", Pattern.CASE_INSENSITIVE);

  private final List<Network> networks;

  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private TrustedProxies(List<Network> networks) {
    this.networks = networks;
  }

  /** Throws an {@link IllegalArgumentException} that names what is no address or network. */
  public static TrustedProxies of(List<String> names) {
    List<Network> networks = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.strip().split("/", 2);
      byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
      int bits = address == null ? -1 : address.length * 8;
      if (address != null && parts.length == 2) {
        int given = parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        bits = given <= bits ? given : -1;
      }
      if (address == null || bits < 0) {
        throw new IllegalArgumentException(
            "WSFLEET_PROTOCOL_TRUSTED_PROXIES has \""
                + name
                + "\"; it must be an address such as 10.0.0.1, or a network such as 10.0.0.0/8");
      }
      networks.add(new Network(address, bits));
    }
    return new TrustedProxies(List.copyOf(networks));
  }

  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /** Whether this address is one of a trusted proxy. */
  public boolean trusts(@Nullable String address) {
    byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /**
   * The address of the client.
   *
   * @param peer the address of the network connection
   * @param forwardedFor all values of X-Forwarded-For, separated by commas; preferred
   * @param forwarded all values of Forwarded, separated by commas
   */
  public String client(String peer, @Nullable String forwardedFor, @Nullable String forwarded) {
    if (!trusts(peer)) {
      return peer;
    }
    List<String> hops =
        forwardedFor != null
            ? List.of(forwardedFor.split(",", -1))
            : forwarded == null ? List.of() : hops(forwarded);
    String client = peer;
    for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
      String hop = address(hops.get(i));
      if (hop == null) {
        // Hidden or malformed: the last proxy is the best that is known.
        return client;
      }
      client = hop;
    }
    return client;
  }

  private static List<String> hops(String forwarded) {
    List<String> hops = new ArrayList<>();
    Matcher matcher = FOR.matcher(forwarded);
    while (matcher.find()) {
      hops.add(matcher.group(1).replace("\"", ""));
    }
    return hops;
  }

  /** An address without brackets and port; null if it is none. */
  private static @Nullable String address(String hop) {
    String text = hop.strip();
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    return NetUtil.createByteArrayFromIpAddressString(text) == null ? null : text;
  }
}
