package io.wsfleet.bench.load;

import io.wsfleet.bench.wire.Payload;
import java.time.Duration;
import java.util.List;

/**
 * Brings clients to where the measuring can begin: in their rooms, and with nodes that hear each
 * other. A server that says it is ready may not have met its peers; so everybody must have heard
 * somebody of each node first.
 */
public final class Meeting implements Hearer {

  /** The publisher's number in messages that are not counted. */
  static final int PUBLISHER = 999;

  private static final Duration AT_MOST = Duration.ofSeconds(20);
  private static final long EVERY_NANOS = 200_000_000;

  private final Loop loop;
  private final long[] heard;
  private int acks;
  private long nextTry;

  public Meeting(Loop loop, int clients) {
    this.loop = loop;
    this.heard = new long[clients];
  }

  static String room(int number) {
    return "room-" + number;
  }

  /** Puts each of the first clients into the room that the shape has for it. */
  public void enter(Shape shape, List<Client> clients) {
    if (shape.rooms() == 0) {
      return;
    }
    int[] rooms = shape.audienceOf();
    for (int receiver = 0; receiver < rooms.length; receiver++) {
      clients.get(receiver).send("420[\"enter\",\"" + room(rooms[receiver]) + "\"]");
    }
    if (!loop.run(AT_MOST, Pacer.IDLE, () -> acks == rooms.length)) {
      throw new Invalid(acks + " of " + rooms.length + " clients were let into their room");
    }
  }

  /** Waits until all have heard each of the speakers. */
  public void greet(List<Client> speakers) {
    long all = (1L << speakers.size()) - 1;
    nextTry = System.nanoTime();
    if (!loop.run(AT_MOST, now -> speak(speakers, now), () -> haveHeard(all))) {
      throw new Invalid("the nodes did not hear each other within " + AT_MOST.toSeconds() + " s");
    }
  }

  @Override
  public void event(Client client, byte[] bytes, int from, int to, long now) {
    int at = Payload.find(bytes, from, to);
    if (at >= 0) {
      heard[client.number()] |= 1L << Payload.slot(bytes, at);
    }
  }

  @Override
  public void ack(Client client, byte[] bytes, int from, int to, long now) {
    acks++;
  }

  private long speak(List<Client> speakers, long now) {
    if (now >= nextTry) {
      nextTry = now + EVERY_NANOS;
      for (int number = 0; number < speakers.size(); number++) {
        speakers.get(number).send("42[\"say\",\"" + new Payload(PUBLISHER, number, 0, now) + "\"]");
      }
    }
    return nextTry;
  }

  private boolean haveHeard(long all) {
    for (long each : heard) {
      if (each != all) {
        return false;
      }
    }
    return true;
  }
}
