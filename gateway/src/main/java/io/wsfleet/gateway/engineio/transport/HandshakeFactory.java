package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.net.ClientAddress;
import io.wsfleet.gateway.net.TrustedProxies;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes the handshake of a client, also of a plain client. */
public final class HandshakeFactory {
  // The last URL: most clients send the same one and share a string.
  private static volatile String lastUrl = "";

  private HandshakeFactory() {}

  public static Handshake create(
      HttpServerRequest request, Clock clock, TrustedProxies trustedProxies) {
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            header ->
                headers.merge(
                    header.getKey().toLowerCase(Locale.ROOT),
                    header.getValue(),
                    (first, next) -> join(header.getKey(), first, next)));
    return Handshake.of(
        ClientAddress.of(request, trustedProxies),
        deduplicate(request.uri()),
        clock.millis(),
        request.isSSL(),
        headers);
  }

  /** As a Node server has it: cookies are separated by semicolons, other headers by commas. */
  private static String join(String name, String first, String next) {
    return first + (name.equalsIgnoreCase("cookie") ? "; " : ", ") + next;
  }

  private static String deduplicate(String url) {
    String last = lastUrl;
    if (last.equals(url)) {
      return last;
    }
    lastUrl = url;
    return url;
  }
}
