package io.wsfleet.gateway.engineio.transport;

import io.wsfleet.gateway.log.LogText;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The CORS headers of a response. They refuse no request: the browser does, and a WebSocket is not
 * subject to CORS. Without configured origins there are no headers.
 */
public final class Cors {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");
  private static final String METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";
  private static final Pattern ORIGIN = Pattern.compile("https?://(\\*\\.)?[^/?#\\s,*]+");
  private static final int MAX_LOGGED = 20;

  private final Set<String> origins = new HashSet<>();
  private final List<Pattern> patterns;
  private final boolean any;
  private final boolean credentials;
  private final Set<String> logged = new HashSet<>();

  private Cors(List<String> origins, boolean credentials) {
    this.origins.addAll(origins);
    this.patterns =
        origins.stream().filter(each -> each.contains("://*.")).map(Cors::pattern).toList();
    this.any = origins.contains("*");
    this.credentials = credentials;
  }

  /**
   * Throws an {@link IllegalArgumentException} if an origin is none.
   *
   * @param credentials whether browsers may send cookies
   */
  public static Cors of(List<String> origins, boolean credentials) {
    for (String each : origins) {
      if (!each.equals("*") && !ORIGIN.matcher(each).matches()) {
        throw new IllegalArgumentException(
            "WSFLEET_PROTOCOL_CORS_ORIGINS has \""
                + each
                + "\"; an origin is * or like https://a.example, without a path, or"
                + " https://*.a.example for all its subdomains");
      }
    }
    if (credentials && origins.contains("*")) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_CORS_CREDENTIALS is true and WSFLEET_PROTOCOL_CORS_ORIGINS has *;"
              + " browsers refuse both together; list the origins");
    }
    return new Cors(origins, credentials);
  }

  /** The origins with this ending; the part before it has no slash and no port. */
  private static Pattern pattern(String origin) {
    int star = origin.indexOf('*');
    return Pattern.compile(
        Pattern.quote(origin.substring(0, star))
            + "[A-Za-z0-9_.-]+"
            + Pattern.quote(origin.substring(star + 1)));
  }

  boolean isEnabled() {
    return !origins.isEmpty();
  }

  /** The headers of any response, also of errors. */
  public Map<String, String> headers(@Nullable String origin) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!isEnabled()) {
      return headers;
    }
    if (any) {
      headers.put("Access-Control-Allow-Origin", "*");
      return headers;
    }
    headers.put("Vary", "Origin");
    if (origin != null && isAllowed(origin)) {
      headers.put("Access-Control-Allow-Origin", origin);
      if (credentials) {
        headers.put("Access-Control-Allow-Credentials", "true");
      }
    } else if (origin != null) {
      logOnce(origin);
    }
    return headers;
  }

  /** The headers of the response to a preflight request. */
  public Map<String, String> preflight(@Nullable String origin, @Nullable String requestHeaders) {
    Map<String, String> headers = headers(origin);
    headers.put("Access-Control-Allow-Methods", METHODS);
    if (requestHeaders != null) {
      headers.merge("Vary", "Access-Control-Request-Headers", (a, b) -> a + ", " + b);
      headers.put("Access-Control-Allow-Headers", requestHeaders);
    }
    headers.put("Content-Length", "0");
    return headers;
  }

  private boolean isAllowed(String origin) {
    return origins.contains(origin)
        || patterns.stream().anyMatch(pattern -> pattern.matcher(origin).matches());
  }

  /** Clients choose the origin, so the number of lines is limited. */
  private void logOnce(String origin) {
    synchronized (logged) {
      if (logged.size() >= MAX_LOGGED || !logged.add(origin)) {
        return;
      }
    }
    LOG.infof(
        "event=origin-refused origin=%s; pages of this origin cannot use HTTP requests, see"
            + " protocol.corsOrigins",
        LogText.safe(origin));
  }
}
