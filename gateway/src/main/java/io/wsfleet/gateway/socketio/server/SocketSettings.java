package io.wsfleet.gateway.socketio.server;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;

/**
 * Settings of Socket.IO clients.
 *
 * @param namespaces the namespaces to which clients may connect
 * @param maxNamespaces maximum number of namespaces of one connection
 * @param maxAttachments maximum number of binary attachments of a packet
 * @param offsetSupport which clients can recover their sessions
 */
public record SocketSettings(
    NamespaceMatcher namespaces,
    int maxNamespaces,
    int maxAttachments,
    int maxJsonDepth,
    OffsetSupport offsetSupport) {

  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static SocketSettings from(GatewayConfig config) {
    return new SocketSettings(
        NamespaceMatcher.from(config.protocol()),
        atLeast(1, config.limits().namespaces(), "LIMITS_NAMESPACES"),
        atLeast(1, config.limits().attachments(), "LIMITS_ATTACHMENTS"),
        atLeast(1, config.limits().jsonDepth(), "LIMITS_JSON_DEPTH"),
        new OffsetSupport(config.recovery().offsets()));
  }
}
