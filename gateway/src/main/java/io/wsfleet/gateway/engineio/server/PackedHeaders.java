package io.wsfleet.gateway.engineio.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scheme, the address and the headers of a request as one byte array: a line with a letter for
 * the scheme and the address, then the name and the value of each header. Frequent names are one
 * capital letter; other names are in lower case. The headers of a browser take 600 bytes in this
 * form and 2,000 bytes as a map.
 */
final class PackedHeaders {
  private static final char END = '\n';
  private static final char SECURE = 's';
  private static final char PLAIN = 'p';

  // At most as many as there are letters.
  private static final List<String> KNOWN =
      List.of(
          "host",
          "connection",
          "upgrade",
          "user-agent",
          "origin",
          "accept",
          "accept-encoding",
          "accept-language",
          "authorization",
          "cache-control",
          "cookie",
          "pragma",
          "referer",
          "sec-ch-ua",
          "sec-ch-ua-mobile",
          "sec-ch-ua-platform",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-websocket-extensions",
          "sec-websocket-key",
          "sec-websocket-protocol",
          "sec-websocket-version",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-real-ip");

  private PackedHeaders() {}

  static byte[] pack(String address, boolean secure, Map<String, String> headers) {
    StringBuilder lines = new StringBuilder(256);
    lines.append(secure ? SECURE : PLAIN).append(address).append(END);
    headers.forEach(
        (name, value) -> {
          int known = KNOWN.indexOf(name);
          if (known >= 0) {
            lines.append((char) ('A' + known));
          } else {
            lines.append(singleLine(name)).append(END);
          }
          lines.append(singleLine(value)).append(END);
        });
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static boolean isSecure(byte[] packed) {
    return packed[0] == SECURE;
  }

  static String address(byte[] packed) {
    int length = 0;
    while (packed[length] != END) {
      length++;
    }
    return new String(packed, 1, length - 1, StandardCharsets.UTF_8);
  }

  /** In the order of the request. */
  static Map<String, String> headers(byte[] packed) {
    String lines = new String(packed, StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int at = lines.indexOf(END) + 1; at < lines.length(); ) {
      char first = lines.charAt(at);
      boolean known = first >= 'A' && first <= 'Z';
      int name = known ? at + 1 : lines.indexOf(END, at) + 1;
      int value = lines.indexOf(END, name);
      headers.put(
          known ? KNOWN.get(first - 'A') : lines.substring(at, name - 1),
          lines.substring(name, value));
      at = value + 1;
    }
    return headers;
  }

  // A header of an HTTP request contains no line end.
  private static String singleLine(String text) {
    return text.replace(END, ' ');
  }
}
