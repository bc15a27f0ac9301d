package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages of the fleet, bounded by number, bytes and age. Used between two messages of
 * the bus only.
 */
final class History {
  // What a message costs beside its text: the objects that hold it.
  private static final int OVERHEAD = 400;

  private final RecoverySettings settings;
  private final TreeMap<StreamId, Kept> kept = new TreeMap<>();
  private volatile long bytes;
  private volatile int size;
  private @Nullable StreamPosition floor;

  History(RecoverySettings settings) {
    this.settings = settings;
  }

  /** Everything after this offset will be added; nothing before it is known. */
  void startAt(StreamPosition streamPosition) {
    kept.clear();
    bytes = 0;
    size = 0;
    floor = streamPosition;
  }

  void add(StreamPosition streamPosition, BusMessage message, long now) {
    Kept added = new Kept(streamPosition, message, cost(message), now);
    kept.put(streamPosition.id(), added);
    bytes += added.bytes;
    size = kept.size();
    trim(now);
  }

  /** Forgets what is too old, and the oldest of what is too much. */
  void trim(long now) {
    for (Map.Entry<StreamId, Kept> oldest = kept.firstEntry();
        oldest != null && (isTooMuch() || now - oldest.getValue().at > settings.historyMillis());
        oldest = kept.firstEntry()) {
      kept.remove(oldest.getKey());
      bytes -= oldest.getValue().bytes;
      size = kept.size();
      floor = oldest.getValue().streamPosition;
    }
  }

  /** What the session's client missed since the offset. */
  Replay since(StreamPosition from, Session session) {
    StreamPosition known = floor;
    if (known == null || !known.epoch().equals(from.epoch())) {
      return new Replay.Gone(NotRecovered.HISTORY);
    }
    if (from.isBefore(known)) {
      return new Replay.Gone(NotRecovered.TRIMMED);
    }
    List<Delivery> deliveries = new ArrayList<>();
    Set<String> rooms = new HashSet<>(session.rooms());
    for (Kept each : kept.tailMap(from.id(), false).values()) {
      if (!each.message.namespace().equals(session.namespace())) {
        continue;
      }
      if (each.message instanceof Broadcast broadcast) {
        if (!broadcast.isVolatile() && broadcast.audience().includes(rooms)) {
          deliveries.add(each.delivery(broadcast));
        }
      } else if (session.at().isBefore(each.streamPosition)
          && each.message instanceof BusMessage.ToSockets change
          && change.audience().includes(rooms)) {
        if (change instanceof BusMessage.Disconnect) {
          return new Replay.Gone(NotRecovered.DISCONNECTED);
        }
        move(change, rooms);
      }
    }
    return new Replay.Missed(deliveries, rooms);
  }

  /** How many messages there are; from any thread. */
  int size() {
    return size;
  }

  /** How much memory they take, about; from any thread. */
  long bytes() {
    return bytes;
  }

  private static void move(BusMessage.ToSockets change, Set<String> rooms) {
    if (change instanceof BusMessage.Join join) {
      rooms.addAll(join.rooms());
    } else if (change instanceof BusMessage.Leave leave) {
      rooms.removeAll(leave.rooms());
    }
  }

  private boolean isTooMuch() {
    return kept.size() > settings.packets() || bytes > settings.bytes();
  }

  private static long cost(BusMessage message) {
    if (!(message instanceof Broadcast broadcast)) {
      return OVERHEAD;
    }
    Event event = broadcast.event();
    return OVERHEAD + event.name().length() + event.size();
  }

  private static final class Kept {
    private final StreamPosition streamPosition;
    private final BusMessage message;
    private final long bytes;
    private final long at;
    private @Nullable Delivery delivery;

    Kept(StreamPosition streamPosition, BusMessage message, long bytes, long at) {
      this.streamPosition = streamPosition;
      this.message = message;
      this.bytes = bytes;
      this.at = at;
    }

    /** The same for all who missed it, so that it is encoded once. */
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
