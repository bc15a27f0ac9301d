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
   * Publishes a batch, each of it once. Keys: stream, head, producer. Arguments: producer, number
   * of the first message, how many entries and how many bytes to keep, how long to remember the
   * producer in milliseconds, the messages, whose numbers follow one on another; an empty one takes
   * a number that is not used any more.
   *
   * <p>A number that was taken before is not taken again, and the producer is remembered anew: a
   * write, so that waiting for the replicas after it proves something. The first may be higher than
   * the one that comes next: its predecessors were taken once, by a Redis that has lost them.
   *
   * <p>The number is remembered last: a script that fails is not undone, and what could not be
   * written must not count as taken.
   *
   * <p>What was written is told to all readers at once, see {@link Push}: that is cheaper than to
   * have each of them wait for it with a command of its own.
   */
  static final String PUBLISH =
      """
      local last = tonumber(redis.call('GET', KEYS[3]) or '0')
      local ahead = tonumber(ARGV[2]) - 6
      if ahead + #ARGV <= last then
        redis.call('PEXPIRE', KEYS[3], ARGV[5])
        return 'known'
      end
      local head = redis.call('HMGET', KEYS[2], 'term', 'number', 'bytes', 'history')
      if not head[1] or redis.call('EXISTS', KEYS[1]) == 0 then
        return redis.error_reply('NOHISTORY the stream has not begun')
      end
      local number = tonumber(head[2])
      local before = tonumber(head[3])
      local bytes = before
      local push = {head[4], head[1], string.format('%.0f', number + 1), ARGV[1]}
      local id
      for i = 6, #ARGV do
        if ahead + i > last and ARGV[i] ~= '' then
          local n = string.format('%.0f', ahead + i)
          number = number + 1
          bytes = bytes + #ARGV[i] + 128
          id = head[1] .. '-' .. string.format('%.0f', number)
          redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], id,
              '1', ARGV[i], 'p', ARGV[1], 'n', n, 's', string.format('%.0f', bytes))
          push[#push + 1] = n
          push[#push + 1] = ARGV[i]
        end
      end
      redis.call('SET', KEYS[3], string.format('%.0f', ahead + #ARGV), 'PX', ARGV[5])
      if not id then
        return 'skipped'
      end
      redis.call('HSET', KEYS[2], 'number', string.format('%.0f', number),
          'bytes', string.format('%.0f', bytes))
      local most = tonumber(ARGV[4])
      local slice = most / 16
      if math.floor(bytes / slice) > math.floor(before / slice) then
        local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
        while oldest[1] ~= id and bytes - tonumber(oldest[2][#oldest[2]]) > most do
          redis.call('XDEL', KEYS[1], oldest[1])
          oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
        end
      end
      redis.call('PUBLISH', KEYS[1], cmsgpack.pack(push))
      return id
      """;

  private Scripts() {}
}
