package io.wsfleet.operator.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.wsfleet.operator.redis.failover.RedisState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyLimiterTest {

  private static final String LINE = "x".repeat(1000);

  @Test
  void repliesOfAnOrdinarySizeMayBeAsManyAsTheyWant() {
    var limiter = new ReplyLimiter();
    var reply = "*3\r\n$6\r\nmaster\r\n:5\r\n*2\r\n*-1\r\n$1000\r\n" + LINE + "\r\n";
    for (int i = 0; i < 1000; i++) {
      assertTrue(accepts(limiter, reply), "the reply " + i);
    }
    assertTrue(accepts(limiter, "$-1\r\n*0\r\n+OK\r\n-ERR no\r\n:-1\r\n$0\r\n\r\n"));
  }

  @Test
  void framesMayBeCutAnywhere() {
    var reply = "*2\r\n$12\r\n$9999999\r\n*9\r\n:1\r\n";
    for (int cut = 1; cut < reply.length(); cut++) {
      var limiter = new ReplyLimiter();
      for (int i = 0; i < 100; i++) {
        assertTrue(accepts(limiter, reply.substring(0, cut)));
        assertTrue(accepts(limiter, reply.substring(cut)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$65537\r\n",
        "*65537\r\n",
        "$500000000\r\n",
        "$99999999999999999999\r\n",
      })
  void refusesAReplyThatAnnouncesTooMuchBeforeItComes(String header) {
    assertEquals(false, accepts(new ReplyLimiter(), header));
  }

  @Test
  void refusesAReplyThatGrowsTooLong() {
    var elements = new ReplyLimiter();
    assertTrue(accepts(elements, "*200\r\n"));
    assertTrue(accepts(elements, ("$1000\r\n" + LINE + "\r\n").repeat(64)));
    assertEquals(false, accepts(elements, ("$1000\r\n" + LINE + "\r\n").repeat(2)));
    var line = new ReplyLimiter();
    assertTrue(accepts(line, "+" + LINE.repeat(65)));
    assertEquals(false, accepts(line, LINE));
    var nested = new ReplyLimiter();
    assertTrue(accepts(nested, "*1\r\n".repeat(16)));
    assertEquals(false, accepts(nested, "*1\r\n"));
  }

  /** It would have needed 500 MB; the sockets between them take a few. */
  @Test
  void aRedisWithAnEndlessReplyIsUnreachableAndReadNoFurther() throws Exception {
    var written = new AtomicLong();
    try (var server = new ServerSocket(0, 50, InetAddress.getByName("127.66.4.1"));
        var monitor =
            new RedisMonitor(
                MonitorSettings.DEFAULT, cluster -> {}, Clock.systemUTC(), System::nanoTime)) {
      var accepting = new Thread(() -> flood(server, written));
      accepting.setDaemon(true);
      accepting.start();
      monitor.update(
          "default/chat",
          List.of(new RedisPod("redis-0", "127.66.4.1")),
          new RedisAccess(server.getLocalPort(), () -> List.of("s3cret")));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  monitor.observe("default/chat").get("redis-0") instanceof RedisState.Unreachable
                      && written.get() > 0);
      assertTrue(written.get() < 100_000_000, "it has taken %d bytes".formatted(written.get()));
    }
  }

  private static void flood(ServerSocket server, AtomicLong written) {
    var chunk = LINE.repeat(64).getBytes(UTF_8);
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        socket.getInputStream().read();
        socket.getOutputStream().write("$500000000\r\n".getBytes(UTF_8));
        for (int i = 0; i < 500_000_000 / chunk.length; i++) {
          socket.getOutputStream().write(chunk);
          written.addAndGet(chunk.length);
        }
      } catch (IOException closed) {
        // The other side does not read on.
      }
    }
  }

  private static boolean accepts(ReplyLimiter limiter, String text) {
    return limiter.accepts(Unpooled.copiedBuffer(text, UTF_8));
  }
}
