package io.wsfleet.operator.redis.client;

import io.wsfleet.contract.redis.EntryFields;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.RedisTestClient;
import io.wsfleet.testing.Waits;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Publishes to whoever is shown as master with the gateways' script, one message after the other. A
 * message is acknowledged when as many replicas have it as the stream requires.
 */
final class TestPublisher implements AutoCloseable {

  record Acknowledged(String value, long nanos) {}

  private static final String PRODUCER = "test";
  private static final String MAX_ENTRIES = "1000000";
  private static final String MAX_BYTES = "1000000000";
  private static final String PRODUCER_TTL_MILLIS = "3600000";
  private static final String NO_SENDERS = "";

  final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

  private final RealRedisCluster realRedisCluster;
  private final Thread thread = new Thread(this::write, "writer");
  private volatile boolean closed;
  private long number;

  TestPublisher(RealRedisCluster realRedisCluster) {
    this.realRedisCluster = realRedisCluster;
    thread.start();
  }

  private void write() {
    while (!closed) {
      var master = realRedisCluster.master();
      if (master == null) {
        Waits.pause(1);
        continue;
      }
      try (var client = master.server.client(700)) {
        while (!closed && realRedisCluster.master() != null) {
          writeTo(client);
        }
      } catch (IOException e) {
        Waits.pause(1);
      }
    }
  }

  private void writeTo(RedisTestClient client) throws IOException {
    var value = String.valueOf(++number);
    client.send(publish(value).toArray(String[]::new));
    // As many as can be: what is proved is what the answer says.
    client.send("WAIT", "1", "500");
    long wanted = Long.parseLong((String) ((List<?>) client.read()).get(1));
    long have = (Long) client.read();
    if (wanted > 1 && have < wanted) {
      have = (Long) client.command("WAIT", String.valueOf(wanted), "500");
    }
    if (have >= wanted) {
      acknowledged.add(new Acknowledged(value, System.nanoTime()));
    }
  }

  /** The value is also its number: a gateway numbers what it publishes, and begins with 1. */
  private static List<String> publish(String value) {
    return LuaScript.PUBLISH.eval(
        List.of(StreamKeys.STREAM, StreamKeys.HEAD, StreamKeys.producer(PRODUCER)),
        PRODUCER,
        value,
        MAX_ENTRIES,
        MAX_BYTES,
        PRODUCER_TTL_MILLIS,
        NO_SENDERS,
        value);
  }

  /** In milliseconds, until the first thing was taken of those after this moment. */
  long millisUntilFirstAcknowledgedAfter(long nanos) {
    while (true) {
      for (Acknowledged one : acknowledged) {
        if (one.nanos() > nanos) {
          return (one.nanos() - nanos) / 1_000_000;
        }
      }
      Waits.pause(1);
    }
  }

  /** How many of those that were taken are not in the stream. */
  long missing(RedisProcess master) throws IOException {
    var soFar = List.copyOf(acknowledged);
    var there = new java.util.HashSet<String>();
    try (var client = master.client()) {
      for (Object entry : (List<?>) client.command("XRANGE", StreamKeys.STREAM, "-", "+")) {
        var fields = (List<?>) ((List<?>) entry).get(1);
        if (fields.get(0).equals(EntryFields.MESSAGE)) {
          there.add((String) fields.get(1));
        }
      }
    }
    return soFar.stream().filter(t -> !there.contains(t.value())).count();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join(5000);
  }
}
