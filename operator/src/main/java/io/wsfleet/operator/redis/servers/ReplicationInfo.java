package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.redis.failover.StreamTip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a Redis answers when it is asked for all that a decision needs. */
final class ReplicationInfo {

  static final String STREAM = "wsfleet:bus";
  static final String HEAD = "wsfleet:bus:head";
  static final String TERM = "wsfleet:bus:term";

  /** To be asked at once; {@link #read} takes the answers in this order. */
  static final List<Command> QUESTIONS =
      List.of(
          Command.of("INFO", "replication"),
          Command.of("INFO", "server"),
          Command.of("HMGET", HEAD, "term", "number", "acknowledged", "master"),
          Command.of("GET", TERM));

  /** A replica acknowledges once a second; the lag is in whole seconds. */
  private static final long MOST_LAG = 1;

  /** An answer that makes no sense; the sentence says which. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String sentence) {
      super(sentence);
    }
  }

  private final Map<String, String> lines;

  private ReplicationInfo(String text) {
    this.lines = lines(text, "\r?\n", ":");
  }

  static RedisState.Reachable read(List<? extends @Nullable Object> answers) {
    var info = new ReplicationInfo(text(answers.get(0)));
    var head = answers.get(2) instanceof List<?> fields && fields.size() == 4 ? fields : null;
    if (head == null) {
      throw new Unreadable("it answers HMGET with " + answers.get(2));
    }
    boolean begun = head.get(0) != null && head.get(1) != null;
    return new RedisState.Reachable(
        new ReplicationInfo(text(answers.get(1))).line("run_id"),
        info.role(),
        info.line("master_replid"),
        info.line("master_replid2"),
        info.offset(),
        number(answers.get(3), TERM),
        begun
            ? new StreamTip(number(head.get(0), "term"), number(head.get(1), "number"))
            : StreamTip.NONE,
        (int) number(head.get(2), "acknowledged"),
        host(head.get(3)));
  }

  /** Of {@code host:port}; empty where nothing is said. */
  private static String host(@Nullable Object address) {
    var text = address == null ? "" : address.toString();
    return text.substring(0, Math.max(0, text.lastIndexOf(':')));
  }

  /** How far it has its history: what a master has written, what a replica has carried out. */
  static long offset(@Nullable Object replication) {
    return new ReplicationInfo(text(replication)).offset();
  }

  private long offset() {
    return number(isMaster() ? "master_repl_offset" : "slave_repl_offset");
  }

  private boolean isMaster() {
    return switch (line("role")) {
      case "master" -> true;
      case "slave" -> false;
      default -> throw new Unreadable("it says that its role is " + line("role"));
    };
  }

  private RedisState.ReplicationRole role() {
    return isMaster() ? new RedisState.Master(followers()) : replica();
  }

  private Map<String, Long> followers() {
    return lines.entrySet().stream()
        .filter(e -> e.getKey().matches("slave\\d+"))
        .map(e -> lines(e.getValue(), ",", "="))
        .filter(f -> "online".equals(f.get("state")))
        .filter(f -> number(f.get("offset"), "offset") > 0)
        .filter(f -> lag(f) >= 0 && lag(f) <= MOST_LAG)
        .filter(f -> f.containsKey("ip"))
        .collect(
            Collectors.toMap(
                f -> String.valueOf(f.get("ip")),
                f -> number(f.get("offset"), "offset"),
                Math::max));
  }

  private static long lag(Map<String, String> follower) {
    return follower.containsKey("lag") ? number(follower.get("lag"), "lag") : -1;
  }

  /** Redis says -1 of a link that it never had, or has not had since it was told to follow. */
  private RedisState.Replica replica() {
    boolean up = line("master_link_status").equals("up");
    long silent = number(up ? "master_last_io_seconds_ago" : "master_link_down_since_seconds");
    return new RedisState.Replica(
        line("master_host"),
        up && line("master_sync_in_progress").equals("0"),
        silent < 0 ? Long.MAX_VALUE : silent);
  }

  private String line(String name) {
    var value = lines.get(name);
    if (value == null || value.isEmpty()) {
      throw new Unreadable("its INFO has no " + name);
    }
    return value;
  }

  private long number(String name) {
    return number(line(name), name);
  }

  private static long number(@Nullable Object value, String name) {
    if (value == null) {
      return 0;
    }
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      throw new Unreadable("its %s is '%s', which is no number".formatted(name, value));
    }
  }

  private static String text(@Nullable Object answer) {
    if (answer instanceof String text) {
      return text;
    }
    throw new Unreadable("it answers INFO with " + answer);
  }

  private static Map<String, String> lines(String text, String between, String sign) {
    var found = new HashMap<String, String>();
    for (String line : text.split(between, -1)) {
      int at = line.indexOf(sign);
      if (at > 0) {
        found.put(line.substring(0, at), line.substring(at + 1));
      }
    }
    return found;
  }
}
