package io.wsfleet.gateway.cluster;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.net.TlsFolder;
import org.jspecify.annotations.Nullable;

/**
 * The port for forwarded requests.
 *
 * @param loops how many event loops accept connections
 * @param headerBytes the maximum size of a request head
 * @param sendBufferBytes the send buffer of a connection in the kernel
 */
public record PeerPortSettings(
    String host, int port, int loops, int headerBytes, int sendBufferBytes, TlsFolder tls) {
  /** Null without TLS. Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static @Nullable PeerPortSettings from(GatewayConfig config, @Nullable TlsFolder tls) {
    if (tls == null) {
      return null;
    }
    if (config.peerPort() == config.port() || config.peerPort() == config.api().port()) {
      throw new IllegalArgumentException(
          "WSFLEET_PEER_PORT is "
              + config.peerPort()
              + "; it must differ from WSFLEET_PORT and WSFLEET_API_PORT");
    }
    return new PeerPortSettings(
        config.host(),
        config.peerPort(),
        config.eventLoops().orElse(Runtime.getRuntime().availableProcessors()),
        config.limits().headerBytes(),
        config.limits().sendBufferBytes(),
        tls);
  }
}
