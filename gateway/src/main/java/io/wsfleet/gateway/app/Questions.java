package io.wsfleet.gateway.app;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.hub.Hub;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.socketio.Frame;
import io.wsfleet.gateway.socketio.SocketEncoder;
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
      Consumer<String> answer) {
    List<Member> asked = hub.find(question.audience());
    receivers.accept(asked.size());
    if (asked.isEmpty()) {
      return;
    }
    long id = open(asked, timeoutMillis, answer);
    Frame frame = SocketEncoder.event(question.event(), id, question.droppable());
    asked.forEach(member -> member.outlet().send(frame));
  }

  /** A client's answer, its arguments as a JSON array; one that nobody waits for is ignored. */
  public void answer(Member member, long id, String arguments) {
    Consumer<String> to = take(member, id);
    if (to != null) {
      to.accept(FirstArgument.of(arguments));
    }
  }

  /** How many wait for answers. */
  public synchronized int size() {
    return open.size();
  }

  private synchronized long open(List<Member> asked, long timeoutMillis, Consumer<String> answer) {
    long now = clock.getAsLong();
    open.values().removeIf(question -> question.deadline < now);
    if (open.size() >= max) {
      open.remove(open.keySet().iterator().next());
    }
    Set<String> ids = new HashSet<>();
    asked.forEach(member -> ids.add(member.id()));
    open.put(nextId, new Question(ids, now + timeoutMillis, answer));
    return nextId++;
  }

  private synchronized @Nullable Consumer<String> take(Member member, long id) {
    Question question = open.get(id);
    if (question == null || !question.waitingFor.remove(member.id())) {
      return null;
    }
    if (question.waitingFor.isEmpty()) {
      open.remove(id);
    }
    return question.deadline < clock.getAsLong() ? null : question.answer;
  }

  private record Question(Set<String> waitingFor, long deadline, Consumer<String> answer) {}
}
