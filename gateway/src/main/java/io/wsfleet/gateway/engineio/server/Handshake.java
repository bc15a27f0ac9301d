package io.wsfleet.gateway.engineio.server;

import java.util.Map;

/**
 * How a client came: what its first request said, for those who ask about it later. Few do, so it
 * is kept in as few bytes as it can be, and read anew for whoever asks.
 */
public final class Handshake {
  private static final String NO_AUTH = "{}";

  private final String url;
  private final long issued;
  private final boolean secure;
  private final byte[] packedHeaders;
  private final String auth;

  private Handshake(String url, long issued, boolean secure, byte[] packedHeaders, String auth) {
    this.url = url;
    this.issued = issued;
    this.secure = secure;
    this.packedHeaders = packedHeaders;
    this.auth = auth;
  }

  /**
   * @param issued when, in milliseconds since 1970
   * @param secure whether it came by TLS
   * @param headers by their names in lower case
   */
  public static Handshake of(
      String address, String url, long issued, boolean secure, Map<String, String> headers) {
    return new Handshake(url, issued, secure, PackedHeaders.pack(address, headers), NO_AUTH);
  }

  /** The same of a client that says this, a JSON object, when it asks to join its namespace. */
  public Handshake withAuth(String newAuth) {
    return newAuth.equals(auth) ? this : new Handshake(url, issued, secure, packedHeaders, newAuth);
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
    return secure;
  }

  public Map<String, String> headers() {
    return PackedHeaders.headers(packedHeaders);
  }

  /** The parameters in the URL; of one that is there twice, the last. */
  public Map<String, String> query() {
    return QueryString.parse(url);
  }

  /** What the client said when it asked to join its namespace: a JSON object. */
  public String auth() {
    return auth;
  }
}
