package io.wsfleet.gateway.socketio.fanout;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import org.jspecify.annotations.Nullable;

/**
 * An event that is delivered to many sockets of a namespace. It is encoded once for each {@link
 * Encoding}, at its first use, and shared.
 */
public final class Delivery {
  /** For Socket.IO clients that cannot recover their session. */
  public static final Encoding<EncodedPacket> SOCKET_IO =
      delivery -> delivery.packet(delivery.event);

  /** For Socket.IO clients that can recover: with the offset as the last argument. */
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
   * An event without acknowledgement.
   *
   * @param isVolatile whether it may be dropped for a slow client
   * @param offset its offset in the stream of the bus, if it has one
   */
  public static Delivery of(
      String namespace, Event event, boolean isVolatile, @Nullable String offset) {
    return new Delivery(namespace, event, Packet.NO_ACK, isVolatile, offset);
  }

  /** An event with acknowledgement. It has no offset, since it is never sent again. */
  public static Delivery expectingAck(
      String namespace, Event event, long ackId, boolean isVolatile) {
    return new Delivery(namespace, event, ackId, isVolatile, null);
  }

  /** A copy with an offset, for one recipient. */
  public Delivery withOffset(@Nullable String newOffset) {
    return new Delivery(namespace, event, ackId, isVolatile, newOffset);
  }

  /** Encodes a delivery for the clients of one protocol. There is one object for each encoding. */
  public interface Encoding<T> {
    T encode(Delivery delivery);
  }

  /** There are few encodings: a list is faster than a map. */
  private record Encoded(Encoding<?> encoding, Object value, @Nullable Encoded next) {}

  /** The delivery in this encoding. From any thread; two threads may both encode it first. */
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

  /** The ack id, or {@link Packet#NO_ACK}. */
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
