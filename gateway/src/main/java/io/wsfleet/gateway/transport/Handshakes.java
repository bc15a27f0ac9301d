package io.wsfleet.gateway.transport;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.hub.Handshake;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the first request of a client says, whatever protocol it speaks then. */
public final class Handshakes {
  private Handshakes() {}

  public static Handshake of(HttpServerRequest request, Clock clock) {
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    Map<String, String> query = new LinkedHashMap<>();
    request.params().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
    return new Handshake(
        request.remoteAddress().hostAddress(),
        request.uri(),
        clock.millis(),
        request.isSSL(),
        headers,
        query,
        "{}");
  }

  /**
   * The request becomes a websocket that is not Socket.IO's: it is waited for no longer, and it is
   * not compressed, since what Vert.x would inflate knows no bounds.
   */
  public static void met(HttpServerRequest request) {
    var channel = ((ConnectionBase) request.connection()).channel();
    HandshakeDeadline.met(channel);
    Deflate.keepVertxOut(channel);
  }
}
