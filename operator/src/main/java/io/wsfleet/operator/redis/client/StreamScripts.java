package io.wsfleet.operator.redis.client;

import java.util.List;

/**
 * The Lua scripts that the operator runs at a master. docs/bus.md describes the format; the
 * gateways write the same keys.
 */
final class StreamScripts {

  /**
   * Begins a term: a marker in the stream, with the last id before it, or a new history where there
   * is no stream. Never twice for a term, nor for one that is over. Keys: stream, head, term.
   * Arguments: the term, the name of a new history, how many replicas have to acknowledge.
   *
   * <p>The term is written last: a script that fails is not undone, and can then be run again.
   */
  private static final String START_TERM =
      """
      local term = tonumber(ARGV[1])
      local head = redis.call('HMGET', KEYS[2], 'term', 'bytes')
      if term <= tonumber(head[1] or '-1')
          or term < tonumber(redis.call('GET', KEYS[3]) or '-1') then
        return redis.error_reply('TERMOVER term ' .. ARGV[1] .. ' has begun here, or a later one')
      end
      if head[1] and redis.call('EXISTS', KEYS[1]) == 1 then
        local stream = redis.call('XINFO', 'STREAM', KEYS[1])
        local last
        for i = 1, #stream, 2 do
          if stream[i] == 'last-generated-id' then
            last = stream[i + 1]
          end
        end
        redis.call('XADD', KEYS[1], ARGV[1] .. '-0', 'prev', last, 's', head[2] or '0')
        redis.call('HSET', KEYS[2], 'term', ARGV[1], 'number', '0', 'acknowledged', ARGV[3])
      else
        redis.call('DEL', KEYS[1], KEYS[2])
        redis.call('XADD', KEYS[1], ARGV[1] .. '-0', 'prev', '0-0', 's', '0')
        redis.call('HSET', KEYS[2], 'history', ARGV[2], 'term', ARGV[1], 'number', '0',
            'bytes', '0', 'acknowledged', ARGV[3])
      end
      redis.call('SET', KEYS[3], ARGV[1])
      return 'OK'
      """;

  /** Only where there is a head: it is the gateways' sign that there is a history. */
  private static final String SET_MIN_IN_SYNC_REPLICAS =
      """
      if redis.call('HEXISTS', KEYS[1], 'term') == 0 then
        return 0
      end
      redis.call('HSET', KEYS[1], 'acknowledged', ARGV[1])
      return 1
      """;

  /**
   * The empty message tells readers that there is something to read; what they then ask for is the
   * head as well.
   */
  private static final String ANNOUNCE_MASTER =
      """
      if redis.call('HEXISTS', KEYS[2], 'term') == 0 then
        return 0
      end
      redis.call('HSET', KEYS[2], 'master', ARGV[1])
      redis.call('PUBLISH', KEYS[1], '')
      return 1
      """;

  private StreamScripts() {}

  static RedisCommand startTerm(long term, String epoch, int minInSyncReplicas) {
    return new RedisCommand(
        List.of(
            "EVAL",
            START_TERM,
            "3",
            ReplicationInfo.STREAM,
            ReplicationInfo.HEAD,
            ReplicationInfo.TERM,
            String.valueOf(term),
            epoch,
            String.valueOf(minInSyncReplicas)));
  }

  /**
   * @param address of the master, {@code host:port}
   */
  static RedisCommand announceMaster(String address) {
    return new RedisCommand(
        List.of(
            "EVAL", ANNOUNCE_MASTER, "2", ReplicationInfo.STREAM, ReplicationInfo.HEAD, address));
  }

  static RedisCommand setMinInSyncReplicas(int replicas) {
    return new RedisCommand(
        List.of(
            "EVAL", SET_MIN_IN_SYNC_REPLICAS, "1", ReplicationInfo.HEAD, String.valueOf(replicas)));
  }
}
