package io.wsfleet.gateway.engineio.server;

import java.util.Map;

/**
 * The first request of a client. It is rarely read, so it is stored compactly and parsed on each
 * read.
 */
public final class Handshake {
  private static final String NO_AUTH = "{}";

  private final String url;
  private final long issued;
  private final byte[] packedHeaders;
  private final String auth;

  private Handshake(String url, long issued, byte[] packedHeaders, String auth) {
    this.url = url;
    this.issued = issued;
    this.packedHeaders = packedHeaders;
    this.auth = auth;
  }

  /**
   * @param issued the time in milliseconds since 1970
   * @param secure whether the request came over TLS
   * @param headers by lower-case name
   */
  public static Handshake of(
      String address, String url, long issued, boolean secure, Map<String, String> headers) {
    return new Handshake(url, issued, PackedHeaders.pack(address, secure, headers), NO_AUTH);
  }

  /** A copy with the auth of a namespace, a JSON object. */
  public Handshake withAuth(String newAuth) {
    return newAuth.equals(auth) ? this : new Handshake(url, issued, packedHeaders, newAuth);
  }

  public String address() {
    return PackedHeaders.address(packedHeaders);
  }

  public String url() {
    return url;
  }

  public long issued() {
    return issued;
  }

  public boolean secure() {
    return PackedHeaders.isSecure(packedHeaders);
  }

  public Map<String, String> headers() {
    return PackedHeaders.headers(packedHeaders);
  }

  /** The query parameters; the last one if a name occurs twice. */
  public Map<String, String> query() {
    return QueryString.parse(url);
  }

  /** Whether the client asks for text messages only. */
  boolean asksForText() {
    return !query().getOrDefault("b64", "").isEmpty();
  }

  /** The auth with which the client connects to its namespace, a JSON object. */
  public String auth() {
    return auth;
  }
}
