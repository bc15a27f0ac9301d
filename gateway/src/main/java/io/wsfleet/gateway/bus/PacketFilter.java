package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.PacketValidator;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what must not be sent, see {@link PacketValidator}; counts it, and logs the first of each
 * kind, since a client or a server can cause any number.
 */
public final class PacketFilter {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final Map<PacketViolation, Refusals> refusals = new EnumMap<>(PacketViolation.class);

  public PacketFilter() {
    Arrays.stream(PacketViolation.values()).forEach(each -> refusals.put(each, new Refusals()));
  }

  private record Refusals(LongAdder count, AtomicBoolean logged) {
    Refusals() {
      this(new LongAdder(), new AtomicBoolean());
    }
  }

  /** Returns null if the message may be sent; otherwise it is counted. */
  public @Nullable PacketViolation refuse(BusMessage message) {
    if (message instanceof BusMessage.Broadcast broadcast) {
      return refuse(
          message.namespace(), broadcast.event(), PacketValidator.violation(broadcast.event()));
    }
    if (message instanceof BusMessage.ServerEvent server) {
      return refuse(
          message.namespace(), server.event(), PacketValidator.serverViolation(server.event()));
    }
    return null;
  }

  /** Returns null if other servers accept the event for themselves; otherwise it is counted. */
  public @Nullable PacketViolation refuseServerEvent(String namespace, Event event) {
    return refuse(namespace, event, PacketValidator.serverViolation(event));
  }

  /** How often a packet was refused or dropped for this reason. */
  public long count(PacketViolation violation) {
    return refusalsOf(violation).count.sum();
  }

  private @Nullable PacketViolation refuse(
      String namespace, Event event, @Nullable PacketViolation violation) {
    if (violation == null) {
      return null;
    }
    Refusals known = refusalsOf(violation);
    known.count.increment();
    if (known.logged.compareAndSet(false, true)) {
      LOG.warnf(
          "event=packet-dropped namespace=%s name=%s attachments=%d reason=\"%s\"; further ones"
              + " are only counted, see wsfleet_packets_refused_total",
          LogText.safe(namespace, 128),
          LogText.safe(event.name(), 128),
          event.attachments().size(),
          violation.sentence());
    }
    return violation;
  }

  private Refusals refusalsOf(PacketViolation violation) {
    Refusals known = refusals.get(violation);
    if (known == null) {
      throw new IllegalStateException("unknown violation: " + violation);
    }
    return known;
  }
}
