package io.wsfleet.gateway.socketio.fanout;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to many sockets of a namespace. It is encoded once in each dialect that a
 * receiver speaks, when the first such receiver comes, and shared by all of them.
 */
public final class Delivery {
  /** As Socket.IO clients get it that cannot recover what they missed. */
  public static final Encoding<EncodedPacket> SOCKET_IO =
      delivery -> delivery.packet(delivery.event);

  /** The same with the offset, which the client keeps, as one more argument at the end. */
  public static final Encoding<EncodedPacket> SOCKET_IO_WITH_OFFSET =
      delivery -> delivery.packet(delivery.eventWithOffset());

  private final String namespace;
  private final Event event;
  private final long ackId;
  private final boolean isVolatile;
  private final @Nullable String offset;
  private volatile @Nullable Encoded encoded;

  private Delivery(
      String namespace, Event event, long ackId, boolean isVolatile, @Nullable String offset) {
    this.namespace = namespace;
    this.event = event;
    this.ackId = ackId;
    this.isVolatile = isVolatile;
    this.offset = offset;
  }

  /**
   * An event that wants no answer.
   *
   * @param isVolatile whether it may be lost where a client is slow
   * @param offset where it is in the history of the fleet, if there is one
   */
  public static Delivery of(
      String namespace, Event event, boolean isVolatile, @Nullable String offset) {
    return new Delivery(namespace, event, Packet.NO_ACK, isVolatile, offset);
  }

  /** An event that wants an answer. Such a one has no offset: it is never sent again. */
  public static Delivery expectingAck(
      String namespace, Event event, long ackId, boolean isVolatile) {
    return new Delivery(namespace, event, ackId, isVolatile, null);
  }

  /** The same with an offset, for one receiver that needs one. */
  public Delivery withOffset(@Nullable String newOffset) {
    return new Delivery(namespace, event, ackId, isVolatile, newOffset);
  }

  /** How the clients of one protocol want a delivery written. Each dialect is one object. */
  public interface Encoding<T> {
    T encode(Delivery delivery);
  }

  /** The dialects are few, so that a list is searched sooner than a table is made. */
  private record Encoded(Encoding<?> encoding, Object value, @Nullable Encoded next) {}

  /** From any thread; two that are the first at the same time may both write it. */
  @SuppressWarnings("unchecked")
  public <T> T encodedAs(Encoding<T> encoding) {
    Encoded known = encoded;
    for (Encoded each = known; each != null; each = each.next) {
      if (each.encoding == encoding) {
        return (T) each.value;
      }
    }
    T written = encoding.encode(this);
    encoded = new Encoded(encoding, (Object) written, known);
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

  public boolean isVolatile() {
    return isVolatile;
  }

  public @Nullable String offset() {
    return offset;
  }

  private EncodedPacket packet(Event written) {
    return SocketEncoder.event(namespace, written, ackId, isVolatile);
  }

  private Event eventWithOffset() {
    return offset == null ? event : event.withArgument("\"" + offset + "\"");
  }
}
