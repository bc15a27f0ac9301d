package io.wsfleet.gateway.api;

import java.nio.file.Path;

/**
 * Settings of the HTTP API.
 *
 * @param tokenFile with one bearer token in each line
 * @param maxBody bytes of a body
 * @param maxRequests in progress
 * @param maxConnections open connections
 * @param timeoutMillis for a request to arrive, and for the bus to accept its message
 * @param maxJsonDepth of a body
 */
public record ApiSettings(
    String host,
    int port,
    Path tokenFile,
    int maxBody,
    int maxRequests,
    int maxConnections,
    long timeoutMillis,
    int maxJsonDepth) {}
