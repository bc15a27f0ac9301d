package io.wsfleet.gateway.hub;

import java.util.Map;

/**
 * How a client came: what its first request said, for those who ask about it later.
 *
 * @param issued when, in milliseconds since 1970
 * @param secure whether it came by TLS
 * @param auth what it said when it asked to join its namespace: a JSON object
 */
public record Handshake(
    String address,
    String url,
    long issued,
    boolean secure,
    Map<String, String> headers,
    Map<String, String> query,
    String auth) {

  public Handshake withAuth(String newAuth) {
    return new Handshake(address, url, issued, secure, headers, query, newAuth);
  }
}
