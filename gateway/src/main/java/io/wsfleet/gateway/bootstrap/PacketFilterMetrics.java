package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.bus.PacketFilter;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;

/** The metrics of what a gateway refuses to send. */
final class PacketFilterMetrics {
  private final Meters meters;

  PacketFilterMetrics(Meters meters) {
    this.meters = meters;
  }

  void bind(Gateway gateway) {
    packets(gateway.bus().filter());
  }

  private void packets(PacketFilter filter) {
    for (PacketViolation violation : PacketViolation.values()) {
      meters.counter(
          "wsfleet.packets.refused",
          "Packets not sent because clients would close the connection",
          violation.label(),
          filter,
          f -> f.count(violation));
    }
  }
}
