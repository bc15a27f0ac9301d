package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that clients have to acknowledge: which sockets have not, and the deadline. An event ends
 * when all have acknowledged it or its time is over; of too many events the oldest is dropped.
 */
public final class PendingAcks {
  private final Hub hub;
  private final int max;
  private final LongSupplier clock;
  private final Map<Long, PendingAck> pending = new LinkedHashMap<>();
  private long nextId;

  /**
   * @param clock milliseconds of a monotonic clock
   */
  public PendingAcks(Hub hub, int max, LongSupplier clock) {
    this.hub = hub;
    this.max = max;
    this.clock = clock;
  }

  public void emit(
      Audience audience,
      Event event,
      boolean isVolatile,
      long timeoutMillis,
      IntConsumer expectedAcks,
      Consumer<JsonPayload> onAck) {
    List<Socket> sockets = hub.find(audience);
    expectedAcks.accept(sockets.size());
    if (sockets.isEmpty()) {
      return;
    }
    long id = register(sockets, timeoutMillis, onAck);
    Delivery delivery = Delivery.expectingAck(audience.namespace(), event, id, isVolatile);
    sockets.forEach(socket -> socket.sender().deliver(delivery));
  }

  /** A client's acknowledgement, its arguments as a JSON array; ignored if it is not expected. */
  public void acknowledge(Socket socket, long id, JsonPayload arguments) {
    Consumer<JsonPayload> to = take(socket, id);
    if (to != null) {
      to.accept(FirstArgument.of(arguments));
    }
  }

  /** Whether an acknowledgement of this socket is expected. */
  synchronized boolean isExpectedFrom(Socket socket) {
    long now = clock.getAsLong();
    return pending.values().stream()
        .anyMatch(each -> each.deadline >= now && each.waitingFor.contains(socket));
  }

  /** The number of pending events. */
  public synchronized int size() {
    return pending.size();
  }

  private synchronized long register(
      List<Socket> sockets, long timeoutMillis, Consumer<JsonPayload> onAck) {
    long now = clock.getAsLong();
    pending.values().removeIf(pendingAck -> pendingAck.deadline < now);
    if (pending.size() >= max) {
      pending.remove(pending.keySet().iterator().next());
    }
    pending.put(nextId, new PendingAck(new HashSet<>(sockets), now + timeoutMillis, onAck));
    return nextId++;
  }

  private synchronized @Nullable Consumer<JsonPayload> take(Socket socket, long id) {
    PendingAck pendingAck = pending.get(id);
    if (pendingAck == null || !pendingAck.waitingFor.remove(socket)) {
      return null;
    }
    if (pendingAck.waitingFor.isEmpty()) {
      pending.remove(id);
    }
    return pendingAck.deadline < clock.getAsLong() ? null : pendingAck.onAck;
  }

  private record PendingAck(Set<Socket> waitingFor, long deadline, Consumer<JsonPayload> onAck) {}
}
