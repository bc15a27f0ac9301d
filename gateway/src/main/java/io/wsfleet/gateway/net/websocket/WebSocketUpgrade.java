package io.wsfleet.gateway.net.websocket;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.net.EventLoops;
import io.wsfleet.gateway.net.HandshakeDeadline;
import io.wsfleet.gateway.net.websocket.frames.DeflateParameters;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accepts the upgrade request of a WebSocket, see {@link WebSocketHandshaker}. */
public record WebSocketUpgrade(EventLoops eventLoops, WebSocketSettings settings) {

  /** Whether the request has a version of the protocol that is spoken here. */
  public static boolean isVersionKnown(HttpServerRequest request) {
    String version = request.getHeader("Sec-WebSocket-Version");
    return "13".equals(version) || "8".equals(version);
  }

  /** Whether the request is complete, apart from its version. */
  public static boolean isValid(HttpServerRequest request) {
    return request.getHeader("Sec-WebSocket-Key") != null
        && request.method().equals(HttpMethod.GET)
        && isConnectionUpgraded(request);
  }

  /**
   * Completes the handshake of a valid request.
   *
   * @param headers further headers of the response
   * @param parameters the negotiated compression, if any
   */
  public WebSocket accept(
      HttpServerRequest request,
      Map<String, String> headers,
      @Nullable DeflateParameters parameters) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    HandshakeDeadline.complete(channel);
    return new WebSocketHandshaker(
            eventLoops.get(channel.eventLoop()), settings.frameLimits(), parameters)
        .handshake(channel, request.getHeader("Sec-WebSocket-Key"), headers);
  }

  private static boolean isConnectionUpgraded(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.CONNECTION).stream()
        .flatMap(header -> Stream.of(header.split(",", -1)))
        .anyMatch(word -> word.strip().equalsIgnoreCase("upgrade"));
  }
}
