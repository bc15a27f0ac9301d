package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages of the stream, limited in number, bytes and age, for clients that recover.
 * Used serialized with the bus only, except for its size.
 */
public final class MessageHistory {
  // The memory of a message besides its text: the objects that hold it.
  private static final int OVERHEAD = 400;

  private final RecoverySettings settings;
  private final TreeMap<StreamId, StoredMessage> messages = new TreeMap<>();
  private volatile long bytes;
  private volatile int size;
  private @Nullable StreamPosition trimmedTo;

  public MessageHistory(RecoverySettings settings) {
    this.settings = settings;
  }

  /** Starts empty: all messages after this position will be added. */
  public void reset(StreamPosition streamPosition) {
    messages.clear();
    bytes = 0;
    size = 0;
    trimmedTo = streamPosition;
  }

  public void add(StreamPosition streamPosition, BusMessage message, long now) {
    StoredMessage added = new StoredMessage(streamPosition, message, cost(message), now);
    messages.put(streamPosition.id(), added);
    bytes += added.bytes;
    size = messages.size();
    trim(now);
  }

  /** Removes messages that are too old, and the oldest beyond the limits. */
  public void trim(long now) {
    for (Map.Entry<StreamId, StoredMessage> oldest = messages.firstEntry();
        oldest != null
            && (exceedsLimits() || now - oldest.getValue().at > settings.historyMillis());
        oldest = messages.firstEntry()) {
      messages.remove(oldest.getKey());
      bytes -= oldest.getValue().bytes;
      size = messages.size();
      trimmedTo = oldest.getValue().streamPosition;
    }
  }

  /** The messages that the session's client has missed since a position. */
  public Replay replay(StreamPosition from, Session session) {
    StreamPosition known = trimmedTo;
    if (known == null || !known.epoch().equals(from.epoch())) {
      return new Replay.NotRecoverable(RecoveryFailure.EPOCH_CHANGED);
    }
    if (from.isBefore(known)) {
      return new Replay.NotRecoverable(RecoveryFailure.TRIMMED);
    }
    List<Delivery> deliveries = new ArrayList<>();
    Set<String> rooms = new HashSet<>(session.rooms());
    for (StoredMessage each : messages.tailMap(from.id(), false).values()) {
      if (!each.message.namespace().equals(session.namespace())) {
        continue;
      }
      if (each.message instanceof Broadcast broadcast) {
        if (!broadcast.isVolatile() && broadcast.audience().includes(rooms)) {
          deliveries.add(each.delivery(broadcast));
        }
      } else if (session.savedPosition().isBefore(each.streamPosition)
          && each.message instanceof BusMessage.ToSockets change
          && change.audience().includes(rooms)) {
        if (change instanceof BusMessage.Disconnect) {
          return new Replay.NotRecoverable(RecoveryFailure.DISCONNECTED);
        }
        apply(change, rooms);
      }
    }
    return new Replay.MissedMessages(deliveries, rooms);
  }

  /** Whether the message at a position is not kept any more. */
  public boolean hasTrimmed(StreamPosition position) {
    StreamPosition known = trimmedTo;
    return known == null || !known.isBefore(position);
  }

  /** The number of messages; from any thread. */
  public int size() {
    return size;
  }

  /** Their approximate size in memory; from any thread. */
  public long bytes() {
    return bytes;
  }

  private static void apply(BusMessage.ToSockets change, Set<String> rooms) {
    if (change instanceof BusMessage.Join join) {
      rooms.addAll(join.rooms());
    } else if (change instanceof BusMessage.Leave leave) {
      rooms.removeAll(leave.rooms());
    }
  }

  private boolean exceedsLimits() {
    return messages.size() > settings.maxMessages() || bytes > settings.maxHistoryBytes();
  }

  private static long cost(BusMessage message) {
    if (!(message instanceof Broadcast broadcast)) {
      return OVERHEAD;
    }
    Event event = broadcast.event();
    return OVERHEAD + event.name().length() + event.size();
  }

  private static final class StoredMessage {
    private final StreamPosition streamPosition;
    private final BusMessage message;
    private final long bytes;
    private final long at;
    private @Nullable Delivery delivery;

    StoredMessage(StreamPosition streamPosition, BusMessage message, long bytes, long at) {
      this.streamPosition = streamPosition;
      this.message = message;
      this.bytes = bytes;
      this.at = at;
    }

    /** One for all clients that missed it, so that it is encoded once. */
    Delivery delivery(Broadcast broadcast) {
      Delivery known = delivery;
      if (known == null) {
        known =
            Delivery.of(broadcast.namespace(), broadcast.event(), false, streamPosition.toString());
        delivery = known;
      }
      return known;
    }
  }
}
