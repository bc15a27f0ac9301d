package io.wsfleet.gateway.hub;

import java.util.Map;

/** How a client came: what its first request said, for those who ask about it later. */
public record Handshake(
    String address,
    String url,
    long issued,
    Map<String, String> headers,
    Map<String, String> query) {}
