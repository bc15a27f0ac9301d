package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.Timing;
import io.wsfleet.gateway.socketio.Namespaces;
import java.util.List;

/**
 * What the rim towards clients is told.
 *
 * @param path where the protocol is, with its slash at the end
 * @param maxPayload how many bytes a message may have
 * @param namespaces which there are
 * @param legacyClients whether clients 2.x are let in
 * @param maxConnections how many there may be at a time
 * @param connectMillis how long a client may take to join a namespace
 * @param messageMillis how long a message in pieces may take
 * @param maxFrames how many pieces that may be
 * @param outboundBytes how much may wait for one client
 * @param closeMillis how long we wait for a client to close, once we have
 */
public record TransportSettings(
    String path,
    Timing timing,
    int maxPayload,
    Namespaces namespaces,
    boolean legacyClients,
    List<String> corsOrigins,
    int maxConnections,
    long connectMillis,
    long messageMillis,
    int maxFrames,
    int maxJsonDepth,
    long outboundBytes,
    long closeMillis) {}
