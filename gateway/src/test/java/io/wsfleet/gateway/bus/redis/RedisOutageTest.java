package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisOutageTest {
  private final RedisOutage outage = new RedisOutage();
  private final List<RedisOutage.Line> lines = new ArrayList<>();
  private long polled;

  @Test
  void aStartIsOneLine() {
    outage.down(0, "writer", "");
    outage.down(0, "reader", "");
    outage.down(100, "writer", "Connection refused");
    outage.up(1800, "writer", "a:6379");
    outage.up(1900, "reader", "b:6379");
    pollUntil(10_000);
    assertEquals(
        List.of(new RedisOutage.Connected(true, 2, "a:6379,b:6379", 1900, "Connection refused")),
        lines);
  }

  @Test
  void aFailoverIsOneLineAlsoWhenConnectionsNoticeItLate() {
    start();
    outage.down(20_000, "writer", "closed by the server");
    outage.down(20_100, "leases", "closed by the server");
    pollUntil(21_500);
    outage.up(21_500, "writer", "c:6379");
    outage.up(21_600, "leases", "c:6379");
    pollUntil(22_400);
    outage.down(22_400, "reader", "this Redis is the master");
    outage.up(22_900, "reader", "d:6379");
    pollUntil(40_000);
    assertEquals(
        List.of(new RedisOutage.Connected(false, 3, "c:6379,d:6379", 2900, "closed by the server")),
        lines);
    assertFalse(outage.isOpen());
  }

  @Test
  void reportsOnceWhatStaysDownAndThenThatItIsUp() {
    start();
    outage.down(20_000, "reader", "no answer within 1000 ms");
    outage.down(20_500, "writer", "no answer within 1000 ms");
    pollUntil(60_000);
    assertEquals(
        List.of(new RedisOutage.Unavailable("reader,writer", 5000, "no answer within 1000 ms")),
        lines);
    outage.up(60_000, "writer", "a:6379");
    outage.up(60_000, "reader", "b:6379");
    pollUntil(70_000);
    assertEquals(2, lines.size());
    assertEquals(
        new RedisOutage.Connected(false, 2, "a:6379,b:6379", 40_000, "no answer within 1000 ms"),
        lines.get(1));
  }

  @Test
  void aConnectionThatIsClosedOnPurposeIsNoOutage() {
    start();
    outage.down(20_000, "reader", "gone");
    outage.remove("reader");
    pollUntil(30_000);
    assertEquals(List.of(), lines);
    assertFalse(outage.isOpen());
  }

  private void start() {
    outage.down(0, "writer", "");
    outage.up(10, "writer", "a:6379");
    pollUntil(10_000);
    lines.clear();
  }

  private void pollUntil(long end) {
    for (; polled <= end; polled += 500) {
      outage.poll(polled).ifPresent(lines::add);
    }
  }
}
