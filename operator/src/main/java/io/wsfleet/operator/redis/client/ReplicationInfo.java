package io.wsfleet.operator.redis.client;

import io.wsfleet.contract.redis.StreamHead;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.redis.failover.StreamTip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the state of a Redis from its replies to INFO and to the requests for its stream. */
final class ReplicationInfo {

  /** The commands to send together; {@link #read} takes the replies in this order. */
  static final List<RedisCommand> COMMANDS =
      List.of(
          RedisCommand.of("INFO", "replication"),
          RedisCommand.of("INFO", "server"),
          RedisCommand.of(
              "HMGET",
              StreamKeys.HEAD,
              StreamHead.TERM,
              StreamHead.NUMBER,
              StreamHead.MIN_IN_SYNC_REPLICAS,
              StreamHead.MASTER),
          RedisCommand.of("GET", StreamKeys.TERM));

  /** A replica acknowledges once a second, and its lag is in whole seconds. */
  private static final long MAX_LAG_SECONDS = 1;

  /** A reply that cannot be read; the message says why. */
  static final class MalformedReplyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedReplyException(String sentence) {
      super(sentence);
    }
  }

  private final Map<String, String> fields;

  private ReplicationInfo(String text) {
    this.fields = parseFields(text, "\r?\n", ":");
  }

  static RedisState.Reachable read(List<? extends @Nullable Object> replies) {
    var info = new ReplicationInfo(text(replies.get(0)));
    var head = replies.get(2) instanceof List<?> fields && fields.size() == 4 ? fields : null;
    if (head == null) {
      throw new MalformedReplyException("unexpected reply to HMGET: " + replies.get(2));
    }
    boolean hasStream = head.get(0) != null && head.get(1) != null;
    return new RedisState.Reachable(
        new ReplicationInfo(text(replies.get(1))).value("run_id"),
        info.role(),
        info.value("master_replid"),
        info.value("master_replid2"),
        info.offset(),
        number(replies.get(3), StreamKeys.TERM),
        hasStream
            ? new StreamTip(
                number(head.get(0), StreamHead.TERM), number(head.get(1), StreamHead.NUMBER))
            : StreamTip.NONE,
        (int) number(head.get(2), StreamHead.MIN_IN_SYNC_REPLICAS),
        host(head.get(3)));
  }

  /** The host of {@code host:port}; empty without one. */
  private static String host(@Nullable Object address) {
    var text = address == null ? "" : address.toString();
    return text.substring(0, Math.max(0, text.lastIndexOf(':')));
  }

  /** The replication offset: up to where a master has written, or a replica has applied. */
  static long offset(@Nullable Object replication) {
    return new ReplicationInfo(text(replication)).offset();
  }

  private long offset() {
    return number(isMaster() ? "master_repl_offset" : "slave_repl_offset");
  }

  private boolean isMaster() {
    return switch (value("role")) {
      case "master" -> true;
      case "slave" -> false;
      default -> throw new MalformedReplyException("unknown role: " + value("role"));
    };
  }

  private RedisState.ReplicationRole role() {
    return isMaster() ? new RedisState.Master(replicaOffsets()) : replica();
  }

  private Map<String, Long> replicaOffsets() {
    return fields.entrySet().stream()
        .filter(e -> e.getKey().matches("slave\\d+"))
        .map(e -> parseFields(e.getValue(), ",", "="))
        .filter(f -> "online".equals(f.get("state")))
        .filter(f -> number(f.get("offset"), "offset") > 0)
        .filter(f -> lag(f) >= 0 && lag(f) <= MAX_LAG_SECONDS)
        .filter(f -> f.containsKey("ip"))
        .collect(
            Collectors.toMap(
                f -> String.valueOf(f.get("ip")),
                f -> number(f.get("offset"), "offset"),
                Math::max));
  }

  private static long lag(Map<String, String> replica) {
    return replica.containsKey("lag") ? number(replica.get("lag"), "lag") : -1;
  }

  /** Redis reports -1 for a link that it never had, or has not had since it was told to follow. */
  private RedisState.Replica replica() {
    boolean up = value("master_link_status").equals("up");
    long lastIo = number(up ? "master_last_io_seconds_ago" : "master_link_down_since_seconds");
    return new RedisState.Replica(
        value("master_host"),
        up && value("master_sync_in_progress").equals("0"),
        lastIo < 0 ? Long.MAX_VALUE : lastIo);
  }

  private String value(String name) {
    var value = fields.get(name);
    if (value == null || value.isEmpty()) {
      throw new MalformedReplyException("INFO has no field " + name);
    }
    return value;
  }

  private long number(String name) {
    return number(value(name), name);
  }

  private static long number(@Nullable Object value, String name) {
    if (value == null) {
      return 0;
    }
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      throw new MalformedReplyException(
          "the field %s is '%s', which is not a number".formatted(name, value));
    }
  }

  private static String text(@Nullable Object answer) {
    if (answer instanceof String text) {
      return text;
    }
    throw new MalformedReplyException("unexpected reply to INFO: " + answer);
  }

  private static Map<String, String> parseFields(String text, String between, String sign) {
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
