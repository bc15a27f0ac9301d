package io.wsfleet.gateway.bus.redis;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what is logged of the connections of a gateway to Redis, which mostly go down and come up
 * together:
 *
 * <ol>
 *   <li>An outage begins when a first connection is down. Starting is an outage too.
 *   <li>If a connection is still down after {@link #REPORT_MILLIS}, that is reported, once.
 *   <li>The outage ends when all connections have been up for {@link #SETTLE_MILLIS}: in a failover
 *       some connections come up at the new master before others notice that the old one is gone.
 * </ol>
 *
 * <p>So a failover is one line. The time comes in as an argument; not safe for several threads.
 */
final class RedisOutage {
  static final long REPORT_MILLIS = 5000;
  static final long SETTLE_MILLIS = 2000;

  private final Map<String, String> down = new TreeMap<>();
  private final Set<String> affected = new TreeSet<>();
  private final Set<String> addresses = new TreeSet<>();
  private boolean isOpen;
  private boolean isReported;
  private boolean wasConnected;
  private long since;
  private long lastUp;
  private String reason = "";

  /** A line of the log. */
  sealed interface Line permits Unavailable, Connected {}

  /** Connections that have been down for some time. */
  record Unavailable(String connections, long millis, String reason) implements Line {}

  /**
   * All connections are up.
   *
   * @param isFirst whether the gateway has just started
   * @param millis from the first connection that was down to the last that came up
   */
  record Connected(boolean isFirst, int connections, String addresses, long millis, String reason)
      implements Line {}

  void down(long now, String connection, String why) {
    if (!isOpen) {
      isOpen = true;
      isReported = false;
      since = now;
      reason = "";
      affected.clear();
      addresses.clear();
    }
    affected.add(connection);
    down.put(connection, why);
    if (reason.isEmpty()) {
      reason = why;
    }
  }

  void up(long now, String connection, String address) {
    down.remove(connection);
    addresses.add(address);
    lastUp = now;
  }

  /** The connection was closed on purpose. */
  void remove(String connection) {
    down.remove(connection);
    affected.remove(connection);
  }

  boolean isOpen() {
    return isOpen;
  }

  /** What there is to log now. */
  Optional<Line> poll(long now) {
    if (!isOpen) {
      return Optional.empty();
    }
    if (!down.isEmpty()) {
      if (isReported || now - since < REPORT_MILLIS) {
        return Optional.empty();
      }
      isReported = true;
      String why = down.values().stream().filter(text -> !text.isEmpty()).findFirst().orElse("");
      return Optional.of(new Unavailable(String.join(",", down.keySet()), now - since, why));
    }
    if (affected.isEmpty()) {
      isOpen = false;
      return Optional.empty();
    }
    if (now - lastUp < SETTLE_MILLIS) {
      return Optional.empty();
    }
    isOpen = false;
    boolean isFirst = !wasConnected;
    wasConnected = true;
    return Optional.of(
        new Connected(
            isFirst, affected.size(), String.join(",", addresses), lastUp - since, reason));
  }
}
