package io.wsfleet.gateway.cluster;

import io.wsfleet.gateway.net.TlsFolder;

/**
 * @param loops how many event loops take connections
 * @param headerBytes how long the head of a request may be
 * @param sendBufferBytes how much the kernel may hold for one connection
 */
public record PeerPortSettings(
    String host, int port, int loops, int headerBytes, int sendBufferBytes, TlsFolder tls) {}
