package io.wsfleet.gateway.limits;

/**
 * What one client may ask for.
 *
 * @param connectionsPerAddress how many connections one address may have
 * @param namespaces how many namespaces a connection may join
 * @param attachments how many attachments a packet may have
 * @param packetsPerSecond how many packets a connection may send in a second
 * @param bytesPerSecond how many bytes those may have
 */
public record ClientLimits(
    int connectionsPerAddress,
    int namespaces,
    int attachments,
    int packetsPerSecond,
    int bytesPerSecond) {}
