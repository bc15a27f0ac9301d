package io.wsfleet.operator.redis.client;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes to whoever is shown as master, as a gateway does: one thing after the other, and taken is
 * only what as many replicas have as the stream says.
 */
final class TestPublisher implements AutoCloseable {

  record Acknowledged(String value, long nanos) {}

  private static final String WRITE =
      """
      local head = redis.call('HMGET', KEYS[2], 'term', 'number', 'acknowledged')
      if not head[1] then
        return redis.error_reply('NOHISTORY the stream has not begun')
      end
      local number = string.format('%.0f', tonumber(head[2]) + 1)
      redis.call('XADD', KEYS[1], head[1] .. '-' .. number, 'v', ARGV[1])
      redis.call('HSET', KEYS[2], 'number', number)
      return head[3] or '0'
      """;

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
        RedisServer.sleep(1);
        continue;
      }
      try (var client = master.server.client(700)) {
        while (!closed && realRedisCluster.master() != null) {
          writeTo(client);
        }
      } catch (IOException e) {
        RedisServer.sleep(1);
      }
    }
  }

  private void writeTo(RedisServer.Client client) throws IOException {
    var value = String.valueOf(number++);
    client.send("EVAL", WRITE, "2", "wsfleet:bus", "wsfleet:bus:head", value);
    // As many as can be: what is proved is what the answer says.
    client.send("WAIT", "1", "500");
    long wanted = Long.parseLong((String) client.read());
    long have = (Long) client.read();
    if (wanted > 1 && have < wanted) {
      have = (Long) client.command("WAIT", String.valueOf(wanted), "500");
    }
    if (have >= wanted) {
      acknowledged.add(new Acknowledged(value, System.nanoTime()));
    }
  }

  /** In milliseconds, until the first thing was taken of those after this moment. */
  long millisUntilFirstAcknowledgedAfter(long nanos) {
    while (true) {
      for (Acknowledged one : acknowledged) {
        if (one.nanos() > nanos) {
          return (one.nanos() - nanos) / 1_000_000;
        }
      }
      RedisServer.sleep(1);
    }
  }

  /** How many of those that were taken are not in the stream. */
  long missing(RedisServer master) throws IOException {
    var soFar = List.copyOf(acknowledged);
    var there = new java.util.HashSet<String>();
    try (var client = master.client()) {
      for (Object entry : (List<?>) client.command("XRANGE", "wsfleet:bus", "-", "+")) {
        var fields = (List<?>) ((List<?>) entry).get(1);
        if (fields.get(0).equals("v")) {
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
