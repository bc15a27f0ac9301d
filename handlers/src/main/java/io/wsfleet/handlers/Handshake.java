package io.wsfleet.handlers;

import java.time.Instant;
import java.util.Map;

/**
 * The request by which a client connected.
 *
 * @param address of the peer; this is a proxy if there is one in between
 * @param url path and query of the request
 * @param secure whether it used TLS
 * @param time when it arrived
 * @param headers of the request, with names in lower case
 * @param query the query parameters
 * @param auth what the client sent as {@code auth}: an object, empty if it sent none
 */
public record Handshake(
    String address,
    String url,
    boolean secure,
    Instant time,
    Map<String, String> headers,
    Map<String, String> query,
    Value auth) {}
