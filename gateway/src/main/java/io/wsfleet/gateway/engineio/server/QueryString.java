package io.wsfleet.gateway.engineio.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses the query parameters of a URL; a semicolon is a character of a value, as in Node. */
final class QueryString {
  private QueryString() {}

  static Map<String, String> parse(String url) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int fragment = url.indexOf('#');
    int end = fragment < 0 ? url.length() : fragment;
    int start = url.indexOf('?') + 1;
    if (start == 0 || start > end) {
      return parameters;
    }
    for (String pair : url.substring(start, end).split("&", -1)) {
      int name = 0;
      while (name < pair.length() && pair.charAt(name) == '=') {
        name++;
      }
      int equals = pair.indexOf('=', name);
      if (name < pair.length()) {
        parameters.put(
            decode(equals < 0 ? pair.substring(name) : pair.substring(name, equals)),
            decode(equals < 0 ? "" : pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return encoded;
    }
  }
}
