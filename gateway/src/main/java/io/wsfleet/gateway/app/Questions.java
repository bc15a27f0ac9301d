package io.wsfleet.gateway.app;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
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
 * Events that clients are to answer: who has not answered yet, and until when it matters. A
 * question ends when all have answered or its time is over; of too many at a time the oldest is
 * given up.
 */
public final class Questions {
  private final Hub hub;
  private final int max;
  private final LongSupplier clock;
  private final Map<Long, Question> open = new LinkedHashMap<>();
  private long nextId;

  /** The clock gives milliseconds and never goes back. */
  public Questions(Hub hub, int max, LongSupplier clock) {
    this.hub = hub;
    this.max = max;
    this.clock = clock;
  }

  void ask(
      BusMessage.Broadcast question,
      long timeoutMillis,
      IntConsumer receivers,
      Consumer<JsonPayload> answer) {
    List<Socket> asked = hub.find(question.audience());
    receivers.accept(asked.size());
    if (asked.isEmpty()) {
      return;
    }
    long id = open(asked, timeoutMillis, answer);
    Delivery delivery =
        Delivery.expectingAck(question.namespace(), question.event(), id, question.isVolatile());
    asked.forEach(socket -> socket.sender().deliver(delivery));
  }

  /** A client's answer, its arguments as a JSON array; one that nobody waits for is ignored. */
  public void answer(Socket socket, long id, JsonPayload arguments) {
    Consumer<JsonPayload> to = take(socket, id);
    if (to != null) {
      to.accept(FirstArgument.of(arguments));
    }
  }

  /** How many wait for answers. */
  public synchronized int size() {
    return open.size();
  }

  private synchronized long open(
      List<Socket> asked, long timeoutMillis, Consumer<JsonPayload> answer) {
    long now = clock.getAsLong();
    open.values().removeIf(question -> question.deadline < now);
    if (open.size() >= max) {
      open.remove(open.keySet().iterator().next());
    }
    open.put(nextId, new Question(new HashSet<>(asked), now + timeoutMillis, answer));
    return nextId++;
  }

  private synchronized @Nullable Consumer<JsonPayload> take(Socket socket, long id) {
    Question question = open.get(id);
    if (question == null || !question.waitingFor.remove(socket)) {
      return null;
    }
    if (question.waitingFor.isEmpty()) {
      open.remove(id);
    }
    return question.deadline < clock.getAsLong() ? null : question.answer;
  }

  private record Question(Set<Socket> waitingFor, long deadline, Consumer<JsonPayload> answer) {}
}
