package io.wsfleet.gateway.bus.redis.stream;

/**
 * What has to be one step in Redis. Each script writes with explicit ids, so that clocks play no
 * part, and runs on Redis 6.2 as on later ones.
 */
final class Scripts {
  static final String STREAM = "wsfleet:bus";

  /** A hash: {@code history, term, number, bytes} of the newest entry. */
  static final String HEAD = "wsfleet:bus:head";

  /** The term in which a new history begins; whoever leads a failover may set it. */
  static final String TERM = "wsfleet:bus:term";

  /** The number of a producer's last publication; one key for each. */
  static final String PRODUCER = "wsfleet:bus:producer:";

  /** How the errors begin that a writer meets by starting over. */
  static final String NO_HISTORY = "NOHISTORY";

  /**
   * Begins a history unless there is one, and tells which it is. Keys: stream, head, term.
   * Argument: the name of the new history.
   */
  static final String BEGIN =
      """
      if redis.call('EXISTS', KEYS[1], KEYS[2]) == 2 then
        return redis.call('HGET', KEYS[2], 'history')
      end
      local term = redis.call('GET', KEYS[3]) or '1'
      redis.call('DEL', KEYS[1], KEYS[2])
      redis.call('XADD', KEYS[1], term .. '-0', 'prev', '0-0', 's', '0')
      redis.call('HSET', KEYS[2], 'history', ARGV[1], 'term', term, 'number', '0', 'bytes', '0')
      return ARGV[1]
      """;

  /**
   * Publishes once. Keys: stream, head, producer. Arguments: producer, number, whether it is the
   * first of those that the producer does not know to be taken (1 or 0), how many entries and how
   * many bytes to keep, how long to remember the producer in milliseconds, the message; an empty
   * one takes a number that is not used any more.
   *
   * <p>A number that was taken before is not taken again, and remembered anew: a write, so that
   * waiting for the replicas after it proves something. A number too high is refused, since one
   * before it is still on its way; but not the first, whose predecessors were taken once, by a
   * Redis that has lost them.
   */
  static final String PUBLISH =
      """
      local last = tonumber(redis.call('GET', KEYS[3]) or '0')
      local number = tonumber(ARGV[2])
      if number <= last then
        redis.call('PEXPIRE', KEYS[3], ARGV[6])
        return 'known'
      end
      if number > last + 1 and ARGV[3] == '0' then
        return redis.error_reply('GAP ' .. ARGV[2] .. ' came before its predecessor')
      end
      local head = redis.call('HMGET', KEYS[2], 'term', 'number', 'bytes')
      if not head[1] or redis.call('EXISTS', KEYS[1]) == 0 then
        return redis.error_reply('NOHISTORY the stream has not begun')
      end
      redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[6])
      if ARGV[7] == '' then
        return 'skipped'
      end
      local before = tonumber(head[3])
      local bytes = before + #ARGV[7] + 128
      local next = string.format('%.0f', tonumber(head[2]) + 1)
      local id = head[1] .. '-' .. next
      local total = string.format('%.0f', bytes)
      redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], id,
          '1', ARGV[7], 'p', ARGV[1], 'n', ARGV[2], 's', total)
      redis.call('HSET', KEYS[2], 'number', next, 'bytes', total)
      local most = tonumber(ARGV[5])
      local slice = most / 16
      if math.floor(bytes / slice) > math.floor(before / slice) then
        local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
        while oldest[1] ~= id and bytes - tonumber(oldest[2][#oldest[2]]) > most do
          redis.call('XDEL', KEYS[1], oldest[1])
          oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
        end
      end
      return id
      """;

  private Scripts() {}
}
