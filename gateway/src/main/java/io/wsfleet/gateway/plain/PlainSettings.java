package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.engineio.server.TransportSettings;

/**
 * What plain clients are told and allowed.
 *
 * @param path where they connect
 * @param rooms which rooms they may join, leave and publish to by themselves
 * @param transport what holds for them as for all other clients
 */
public record PlainSettings(
    boolean enabled, String path, RoomAllowList rooms, TransportSettings transport) {}
