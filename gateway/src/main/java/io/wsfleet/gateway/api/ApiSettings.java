package io.wsfleet.gateway.api;

import java.nio.file.Path;

/**
 * What the HTTP API is told.
 *
 * @param tokenFile a file with bearer tokens, one a line
 * @param maxBody how many bytes a body may have
 * @param maxRequests how many requests may be at work at a time
 * @param maxConnections how many network connections there may be at a time
 * @param timeoutMillis how long a request may take to arrive, and the bus to take what it wants
 * @param maxJsonDepth how deep a body may be nested
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
