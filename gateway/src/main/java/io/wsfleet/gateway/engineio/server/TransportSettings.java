package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.HeartbeatSettings;
import io.wsfleet.gateway.limits.ClientLimits;
import io.wsfleet.gateway.net.websocket.FrameReader;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.List;

/**
 * What the rim towards clients is told.
 *
 * @param path where the protocol is, with its slash at the end
 * @param maxPayload how many bytes a message may have
 * @param namespaces which there are
 * @param transports by which clients may come
 * @param cookie the name of the cookie that says a session's id to proxies; empty for none
 * @param httpCompression whether long answers to polling requests are compressed
 * @param perMessageDeflate whether long websocket messages are, for clients that ask for it
 * @param upgradeMillis how long a client may take to change to a websocket
 * @param legacyClients whether clients 2.x are let in
 * @param maxConnections how many there may be at a time
 * @param limits what one client may ask for
 * @param handshakeMillis how long a network connection may wait for its next request
 * @param connectMillis how long a client may take to join a namespace
 * @param messageMillis how long a message in pieces may take
 * @param maxFrames how many pieces that may be
 * @param outboundBytes how much may wait for one client
 * @param flushDelayMillis how long what many get may wait for more of the kind
 * @param closeMillis how long we wait for a client to close, once we have
 */
public record TransportSettings(
    String path,
    HeartbeatSettings heartbeat,
    int maxPayload,
    NamespaceMatcher namespaces,
    List<String> transports,
    String cookie,
    boolean httpCompression,
    boolean perMessageDeflate,
    long upgradeMillis,
    boolean legacyClients,
    List<String> corsOrigins,
    int maxConnections,
    ClientLimits limits,
    long handshakeMillis,
    long connectMillis,
    long messageMillis,
    int maxFrames,
    int maxJsonDepth,
    long outboundBytes,
    long flushDelayMillis,
    long closeMillis) {

  /** How large a message may be, and in how many pieces. */
  public FrameReader.Limits frameLimits() {
    return new FrameReader.Limits(maxPayload, maxFrames);
  }

  /** To which transports a client may change from one. */
  List<String> upgradesFrom(String transport) {
    boolean may =
        transport.equals(RequestPolicy.POLLING) && transports.contains(RequestPolicy.WEBSOCKET);
    return may ? List.of(RequestPolicy.WEBSOCKET) : List.of();
  }
}
