package io.wsfleet.bench.load;

import io.wsfleet.bench.wire.Payload;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Each client emits with an acknowledgement, and again when it has it; the acknowledgement must
 * contain what it sent.
 */
public final class EchoLoad implements Load {

  private static final long HIGHEST_LATENCY = 60_000_000_000L;

  private final List<Client> clients;
  private final int[] nextId;
  private final Histogram latency = new Histogram(HIGHEST_LATENCY, 3);
  private boolean sending;
  private boolean begun;
  private long expected;
  private long answered;
  private long wrong;

  public EchoLoad(List<Client> clients) {
    this.clients = List.copyOf(clients);
    this.nextId = new int[clients.size()];
  }

  @Override
  public void begin(long now) {
    sending = true;
    begun = false;
  }

  @Override
  public void end() {
    sending = false;
  }

  @Override
  public long sendDue(long now) {
    if (sending && !begun) {
      begun = true;
      clients.forEach(client -> sendRequest(client, now));
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void ack(Client client, byte[] bytes, int from, int to, long now) {
    int id = 0;
    int digit = from;
    for (; digit < to && bytes[digit] != '['; digit++) {
      id = id * 10 + (bytes[digit] - '0');
    }
    int at = Payload.find(bytes, digit, to);
    int due = nextId[client.number()] - 1;
    if (at < 0
        || id != due
        || Payload.number(bytes, at) != due
        || Payload.publisher(bytes, at) != client.number()) {
      wrong++;
      return;
    }
    answered++;
    latency.recordValue(Math.min(now - Payload.intended(bytes, at), HIGHEST_LATENCY));
    if (sending) {
      sendRequest(client, now);
    }
  }

  @Override
  public long count() {
    return answered;
  }

  @Override
  public boolean isComplete() {
    return answered == expected;
  }

  @Override
  public Losses losses() {
    return new Losses(expected, expected - answered, wrong);
  }

  @Override
  public Histogram latency() {
    return latency;
  }

  private void sendRequest(Client client, long now) {
    int number = nextId[client.number()]++;
    expected++;
    client.send(
        "42" + number + "[\"echo\",\"" + new Payload(client.number(), 0, number, now) + "\"]");
  }
}
