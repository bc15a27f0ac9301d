package io.wsfleet.gateway.cluster;

/**
 * How this gateway is one of many: what it passes on to others, and how long that may take.
 *
 * @param self where the others reach this one
 * @param maxForwarded how many requests and websockets may be passed on at a time
 * @param lookupsPerSecond how many unknown tags are looked up
 * @param connectMillis how long it may take to reach another gateway
 * @param upgradeMillis how long it may take to answer an upgrade
 * @param requestMillis how long a request may take in all, the wait of a long poll included
 */
public record PeerSettings(
    Peer self,
    int maxForwarded,
    int lookupsPerSecond,
    int connectMillis,
    long upgradeMillis,
    long requestMillis) {}
