package io.wsfleet.gateway.net;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The address of the client of a request: that of the connection, or what proxies say. */
public final class ClientAddress {
  private ClientAddress() {}

  public static String of(HttpServerRequest request, TrustedProxies proxies) {
    String said = ProxyProtocol.client(((ConnectionBase) request.connection()).channel());
    String peer = said == null ? request.remoteAddress().hostAddress() : said;
    return proxies.isEmpty()
        ? peer
        : proxies.client(peer, joined(request, "X-Forwarded-For"), joined(request, "Forwarded"));
  }

  private static @Nullable String joined(HttpServerRequest request, String header) {
    List<String> values = request.headers().getAll(header);
    return values.isEmpty() ? null : String.join(",", values);
  }
}
