package io.wsfleet.gateway.hub;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.socketio.Event;
import io.wsfleet.gateway.socketio.Packet;
import io.wsfleet.gateway.socketio.SocketEncoder;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to many sockets of a namespace. It is encoded once in each dialect that a
 * receiver speaks, when the first such receiver comes, and shared by all of them.
 */
public final class Delivery {
  /** As Socket.IO clients get it that cannot recover what they missed. */
  public static final Dialect<EncodedPacket> SOCKET_IO = delivery -> delivery.frame(delivery.event);

  /** The same with the offset, which the client keeps, as one more argument at the end. */
  public static final Dialect<EncodedPacket> SOCKET_IO_WITH_OFFSET =
      delivery -> delivery.frame(delivery.eventWithOffset());

  private final String namespace;
  private final Event event;
  private final long ackId;
  private final boolean droppable;
  private final @Nullable String offset;
  private volatile @Nullable Encoded encoded;

  private Delivery(
      String namespace, Event event, long ackId, boolean droppable, @Nullable String offset) {
    this.namespace = namespace;
    this.event = event;
    this.ackId = ackId;
    this.droppable = droppable;
    this.offset = offset;
  }

  /**
   * An event that wants no answer.
   *
   * @param droppable whether it may be lost where a client is slow
   * @param offset where it is in the history of the fleet, if there is one
   */
  public static Delivery of(
      String namespace, Event event, boolean droppable, @Nullable String offset) {
    return new Delivery(namespace, event, Packet.NO_ACK, droppable, offset);
  }

  /** An event that wants an answer. Such a one has no offset: it is never sent again. */
  public static Delivery question(String namespace, Event event, long ackId, boolean droppable) {
    return new Delivery(namespace, event, ackId, droppable, null);
  }

  /** The same with an offset, for one receiver that needs one. */
  public Delivery at(@Nullable String place) {
    return new Delivery(namespace, event, ackId, droppable, place);
  }

  /** How the clients of one protocol want a delivery written. Each dialect is one object. */
  public interface Dialect<T> {
    T write(Delivery delivery);
  }

  /** The dialects are few, so that a list is searched sooner than a table is made. */
  private record Encoded(Dialect<?> dialect, Object written, @Nullable Encoded next) {}

  /** From any thread; two that are the first at the same time may both write it. */
  @SuppressWarnings("unchecked")
  public <T> T in(Dialect<T> dialect) {
    Encoded known = encoded;
    for (Encoded each = known; each != null; each = each.next) {
      if (each.dialect == dialect) {
        return (T) each.written;
      }
    }
    T written = dialect.write(this);
    encoded = new Encoded(dialect, (Object) written, known);
    return written;
  }

  public String namespace() {
    return namespace;
  }

  public Event event() {
    return event;
  }

  /** The id by which it is to be answered, or {@link Packet#NO_ACK}. */
  public long ackId() {
    return ackId;
  }

  public boolean droppable() {
    return droppable;
  }

  public @Nullable String offset() {
    return offset;
  }

  private EncodedPacket frame(Event written) {
    return SocketEncoder.event(namespace, written, ackId, droppable);
  }

  private Event eventWithOffset() {
    return offset == null ? event : event.with("\"" + offset + "\"");
  }
}
