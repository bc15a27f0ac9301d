package io.wsfleet.bench.load;

import io.wsfleet.bench.wire.Payload;
import java.time.Duration;
import java.util.List;

/**
 * Waits until clients are in their rooms and get messages from all nodes. A server that reports
 * ready may not have connected to the other one yet, so each client must have received a message
 * from each node before the measurement begins.
 */
public final class ReadinessBarrier implements MessageListener {

  /** The publisher's number in messages that are not counted. */
  static final int PUBLISHER = 999;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final long PROBE_INTERVAL_NANOS = 200_000_000;

  private final SelectorLoop selectorLoop;
  private final long[] received;
  private int acks;
  private long nextTry;

  public ReadinessBarrier(SelectorLoop selectorLoop, int clients) {
    this.selectorLoop = selectorLoop;
    this.received = new long[clients];
  }

  static String room(int number) {
    return "room-" + number;
  }

  /** Joins each of the first clients to its room of the profile. */
  public void joinRooms(LoadProfile loadProfile, List<Client> clients) {
    if (loadProfile.rooms() == 0) {
      return;
    }
    int[] rooms = loadProfile.audienceOf();
    for (int receiver = 0; receiver < rooms.length; receiver++) {
      clients.get(receiver).send("420[\"enter\",\"" + room(rooms[receiver]) + "\"]");
    }
    if (!selectorLoop.run(TIMEOUT, Pacer.IDLE, () -> acks == rooms.length)) {
      throw new InvalidRunException(
          acks + " of " + rooms.length + " clients were let into their room");
    }
  }

  /** Waits until all clients have received a message of each publisher. */
  public void awaitAllReceive(List<Client> publishers) {
    long all = (1L << publishers.size()) - 1;
    nextTry = System.nanoTime();
    if (!selectorLoop.run(TIMEOUT, now -> publishProbes(publishers, now), () -> allReceived(all))) {
      throw new InvalidRunException(
          "the nodes did not hear each other within " + TIMEOUT.toSeconds() + " s");
    }
  }

  @Override
  public void event(Client client, byte[] bytes, int from, int to, long now) {
    int at = Payload.find(bytes, from, to);
    if (at >= 0) {
      received[client.number()] |= 1L << Payload.slot(bytes, at);
    }
  }

  @Override
  public void ack(Client client, byte[] bytes, int from, int to, long now) {
    acks++;
  }

  private long publishProbes(List<Client> publishers, long now) {
    if (now >= nextTry) {
      nextTry = now + PROBE_INTERVAL_NANOS;
      for (int number = 0; number < publishers.size(); number++) {
        publishers
            .get(number)
            .send("42[\"say\",\"" + new Payload(PUBLISHER, number, 0, now) + "\"]");
      }
    }
    return nextTry;
  }

  private boolean allReceived(long all) {
    for (long each : received) {
      if (each != all) {
        return false;
      }
    }
    return true;
  }
}
