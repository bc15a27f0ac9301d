package io.wsfleet.handlers;

import java.time.Instant;
import java.util.Map;

/**
 * How a client came.
 *
 * @param address the peer's address; a proxy's, if there is one between
 * @param url path and query of the first request
 * @param secure whether that came by TLS
 * @param time when it came
 * @param headers of the first request; names in small letters
 * @param query parameters of the first request
 * @param auth what the client gave as {@code auth}: an object, without fields if it gave none
 */
public record Handshake(
    String address,
    String url,
    boolean secure,
    Instant time,
    Map<String, String> headers,
    Map<String, String> query,
    Value auth) {}
