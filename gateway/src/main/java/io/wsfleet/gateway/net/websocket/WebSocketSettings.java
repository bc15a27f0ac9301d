package io.wsfleet.gateway.net.websocket;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.net.websocket.frames.FrameReader;

/**
 * Settings of WebSockets.
 *
 * @param perMessageDeflate whether clients may negotiate compression
 * @param closeMillis how long to wait for the client's close frame
 */
public record WebSocketSettings(
    FrameReader.Limits frameLimits, boolean perMessageDeflate, long closeMillis) {
  private static final long CLOSE_MILLIS = 5000;

  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static WebSocketSettings from(GatewayConfig config) {
    return new WebSocketSettings(
        new FrameReader.Limits(
            atLeast(1, config.protocol().maxPayloadBytes(), "PROTOCOL_MAX_PAYLOAD_BYTES"),
            atLeast(1, config.limits().messageFrames(), "LIMITS_MESSAGE_FRAMES")),
        config.protocol().perMessageDeflate(),
        CLOSE_MILLIS);
  }
}
