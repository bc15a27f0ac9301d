package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.protocol.SocketDecoder;
import java.util.function.Supplier;

/**
 * What the sockets of all connections share.
 *
 * @param socketIds makes socket ids
 */
public record SocketContext(
    SocketSettings settings,
    SocketDecoder decoder,
    Hub hub,
    SocketEvents events,
    PendingAcks pendingAcks,
    SessionRecovery recovery,
    Supplier<String> socketIds) {}
