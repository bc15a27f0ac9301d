package io.wsfleet.bench.load;

import io.wsfleet.bench.wire.Payload;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Publishers send numbered messages to audiences, and each delivery to each receiver is counted. In
 * a closed loop a publisher sends the next message when all receivers have one of its earlier ones;
 * in an open loop messages are sent on schedule, whatever happened to earlier ones.
 */
public final class BroadcastLoad implements Load {

  private static final long HIGHEST_LATENCY = 60_000_000_000L;

  private final LoadProfile loadProfile;
  private final List<Client> publishers;
  private final int[] audienceOf;
  private final DeliveryChecker deliveryChecker;
  private final int[] outstanding;
  private final Queue<Integer> freeSlots = new ArrayDeque<>();
  private final Histogram latency = new Histogram(HIGHEST_LATENCY, 3);
  private @Nullable Schedule schedule;
  private boolean publishing;
  private int nextAudience;

  public BroadcastLoad(LoadProfile loadProfile, List<Client> publishers) {
    this.loadProfile = loadProfile;
    this.publishers = List.copyOf(publishers);
    this.audienceOf = loadProfile.audienceOf();
    this.deliveryChecker =
        new DeliveryChecker(publishers.size(), loadProfile.audiences(), audienceOf);
    this.outstanding = new int[publishers.size() * loadProfile.window()];
    for (int slot = 0; slot < outstanding.length; slot++) {
      freeSlots.add(slot);
    }
  }

  @Override
  public void begin(long now) {
    publishing = true;
    schedule = loadProfile.isOpen() ? new Schedule(now, loadProfile.perSecond()) : null;
  }

  @Override
  public void end() {
    publishing = false;
  }

  @Override
  public long sendDue(long now) {
    if (!publishing) {
      return Long.MAX_VALUE;
    }
    Schedule open = schedule;
    if (open != null) {
      while (open.due() <= now) {
        long due = open.due();
        publish((int) (open.advance() % publishers.size()), 0, due);
      }
      return open.due();
    }
    Integer slot = freeSlots.poll();
    while (slot != null) {
      outstanding[slot] = publish(slot / loadProfile.window(), slot, now);
      slot = freeSlots.poll();
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void event(Client client, byte[] bytes, int from, int to, long now) {
    int at = Payload.find(bytes, from, to);
    int publisher = at < 0 ? -1 : Payload.publisher(bytes, at);
    if (publisher == ReadinessBarrier.PUBLISHER) {
      return;
    }
    if (publisher < 0 || client.number() >= audienceOf.length) {
      throw new InvalidRunException(client + " heard what is not for it");
    }
    deliveryChecker.receive(client.number(), publisher, Payload.number(bytes, at));
    latency.recordValue(Math.min(now - Payload.intended(bytes, at), HIGHEST_LATENCY));
    if (schedule == null) {
      int slot = Payload.slot(bytes, at);
      if (--outstanding[slot] == 0) {
        freeSlots.add(slot);
      }
    }
  }

  @Override
  public long count() {
    return deliveryChecker.delivered();
  }

  @Override
  public boolean isComplete() {
    return deliveryChecker.isComplete();
  }

  @Override
  public Losses losses() {
    return deliveryChecker.losses();
  }

  @Override
  public Histogram latency() {
    return latency;
  }

  private int publish(int publisher, int slot, long intended) {
    int audience = nextAudience;
    nextAudience = (nextAudience + 1) % loadProfile.audiences();
    var payload =
        new Payload(publisher, slot, deliveryChecker.expect(publisher, audience), intended);
    String room = loadProfile.rooms() == 0 ? "" : "\"" + ReadinessBarrier.room(audience) + "\",";
    String event = loadProfile.rooms() == 0 ? "say" : "tell";
    publishers.get(publisher).send("42[\"" + event + "\"," + room + "\"" + payload + "\"]");
    return deliveryChecker.size(audience);
  }
}
