package io.wsfleet.bench.load;

import io.wsfleet.bench.wire.Payload;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Publishers say numbered messages to audiences, and every receiver of every one is counted. In a
 * closed loop a publisher says the next message when all receivers have one of its earlier ones; in
 * an open loop messages are said when they are due, whatever became of those before.
 */
public final class Talk implements Traffic {

  private static final long HIGHEST_LATENCY = 60_000_000_000L;

  private final Shape shape;
  private final List<Client> publishers;
  private final int[] audienceOf;
  private final Ledger ledger;
  private final int[] left;
  private final Queue<Integer> free = new ArrayDeque<>();
  private final Histogram latency = new Histogram(HIGHEST_LATENCY, 3);
  private @Nullable Schedule schedule;
  private boolean talking;
  private int turn;

  public Talk(Shape shape, List<Client> publishers) {
    this.shape = shape;
    this.publishers = List.copyOf(publishers);
    this.audienceOf = shape.audienceOf();
    this.ledger = new Ledger(publishers.size(), shape.audiences(), audienceOf);
    this.left = new int[publishers.size() * shape.window()];
    for (int slot = 0; slot < left.length; slot++) {
      free.add(slot);
    }
  }

  @Override
  public void begin(long now) {
    talking = true;
    schedule = shape.isOpen() ? new Schedule(now, shape.perSecond()) : null;
  }

  @Override
  public void end() {
    talking = false;
  }

  @Override
  public long act(long now) {
    if (!talking) {
      return Long.MAX_VALUE;
    }
    Schedule open = schedule;
    if (open != null) {
      while (open.due() <= now) {
        long due = open.due();
        say((int) (open.advance() % publishers.size()), 0, due);
      }
      return open.due();
    }
    Integer slot = free.poll();
    while (slot != null) {
      left[slot] = say(slot / shape.window(), slot, now);
      slot = free.poll();
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void event(Client client, byte[] bytes, int from, int to, long now) {
    int at = Payload.find(bytes, from, to);
    int publisher = at < 0 ? -1 : Payload.publisher(bytes, at);
    if (publisher == Meeting.PUBLISHER) {
      return;
    }
    if (publisher < 0 || client.number() >= audienceOf.length) {
      throw new Invalid(client + " heard what is not for it");
    }
    ledger.hear(client.number(), publisher, Payload.number(bytes, at));
    latency.recordValue(Math.min(now - Payload.intended(bytes, at), HIGHEST_LATENCY));
    if (schedule == null) {
      int slot = Payload.slot(bytes, at);
      if (--left[slot] == 0) {
        free.add(slot);
      }
    }
  }

  @Override
  public long count() {
    return ledger.delivered();
  }

  @Override
  public boolean isComplete() {
    return ledger.isComplete();
  }

  @Override
  public Losses losses() {
    return ledger.losses();
  }

  @Override
  public Histogram latency() {
    return latency;
  }

  private int say(int publisher, int slot, long intended) {
    int audience = turn;
    turn = (turn + 1) % shape.audiences();
    var payload = new Payload(publisher, slot, ledger.say(publisher, audience), intended);
    String room = shape.rooms() == 0 ? "" : "\"" + Meeting.room(audience) + "\",";
    String event = shape.rooms() == 0 ? "say" : "tell";
    publishers.get(publisher).send("42[\"" + event + "\"," + room + "\"" + payload + "\"]");
    return ledger.size(audience);
  }
}
