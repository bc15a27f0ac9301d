package io.wsfleet.gateway.bus.stream;

/**
 * What has to be one step in Redis. Each script writes with explicit ids, so that clocks play no
 * part, and runs on Redis 6.2 as on later ones.
 */
final class StreamScripts {
  static final String STREAM = "wsfleet:bus";

  /**
   * A hash: {@code history, term, number, bytes} of the newest entry, and {@code acknowledged}, in
   * how many replicas a message has to be before it counts as taken; absent is 0.
   */
  static final String HEAD = "wsfleet:bus:head";

  /** The term in which a new history begins; whoever leads a failover may set it. */
  static final String TERM = "wsfleet:bus:term";

  /** The number of a producer's last publication; one key for each. */
  static final String PRODUCER = "wsfleet:bus:producer:";

  /** The number of the last message that a sender outside of the fleet has said by HTTP. */
  static final String SENDER = "wsfleet:bus:sender:";

  static final String REQUIRED_REPLICAS = "acknowledged";

  /**
   * Begins a history unless there is one. Tells which it is, and in how many replicas a message has
   * to be. Keys: stream, head, term. Argument: the name of the new history.
   */
  static final String BEGIN =
      """
      if redis.call('EXISTS', KEYS[1], KEYS[2]) == 2 then
        return redis.call('HMGET', KEYS[2], 'history', 'acknowledged')
      end
      local term = redis.call('GET', KEYS[3]) or '1'
      local acknowledged = redis.call('HGET', KEYS[2], 'acknowledged') or '0'
      redis.call('DEL', KEYS[1], KEYS[2])
      redis.call('XADD', KEYS[1], term .. '-0', 'prev', '0-0', 's', '0')
      redis.call('HSET', KEYS[2], 'history', ARGV[1], 'term', term, 'number', '0', 'bytes', '0',
          'acknowledged', acknowledged)
      return {ARGV[1], acknowledged}
      """;

  /**
   * Publishes a batch, each of it once. Keys: stream, head, producer, and those of the senders that
   * the batch names. Arguments: producer, number of the first message, how many entries and how
   * many bytes to keep, how long to remember the producer in milliseconds, which messages senders
   * have numbered, and the messages, whose numbers follow one on another; an empty one takes a
   * number that is not used any more.
   *
   * <p>A number that was taken before is not taken again, and the producer is remembered anew: a
   * write, so that waiting for the replicas after it proves something. The first may be higher than
   * the one that comes next: its predecessors were taken once, by a Redis that has lost them.
   *
   * <p>Senders' numbers are groups of three: which message, which key, which number. They are taken
   * strictly one after another, but that the first of a sender may be any. What was said before, at
   * whichever gateway, is {@code known}, and for one that skips the answer is the number that is
   * next; neither is written.
   *
   * <p>A number is remembered last: a script that fails is not undone, and what could not be
   * written must not count as taken.
   *
   * <p>What was written is told to all readers at once, see {@link StreamNotification}: that is
   * cheaper than to have each of them wait for it with a command of its own.
   *
   * <p>The answer: the id of the last entry, {@code known} or {@code skipped}; in how many replicas
   * it has to be; and for each number of a sender what became of it.
   */
  static final String PUBLISH =
      """
      local last = tonumber(redis.call('GET', KEYS[3]) or '0')
      local ahead = tonumber(ARGV[2]) - 7
      local head = redis.call('HMGET', KEYS[2], 'term', 'number', 'bytes', 'history',
          'acknowledged')
      local fates = {}
      local numbered = {}
      for i, key, n in string.gmatch(ARGV[6], '(%d+) (%d+) (%d+)') do
        i = tonumber(i) + 6
        key = KEYS[tonumber(key) + 3]
        n = tonumber(n)
        if ahead + i > last and ARGV[i] ~= '' then
          numbered[i] = {key, n, #fates + 1}
          fates[#fates + 1] = 'taken'
        else
          local before = redis.call('GET', key)
          if before and tonumber(before) < n then
            fates[#fates + 1] = string.format('%.0f', tonumber(before) + 1)
          else
            fates[#fates + 1] = 'taken'
          end
        end
      end
      if ahead + #ARGV <= last then
        redis.call('PEXPIRE', KEYS[3], ARGV[5])
        return {'known', head[5] or '0', fates}
      end
      if not head[1] or redis.call('EXISTS', KEYS[1]) == 0 then
        return redis.error_reply('NOHISTORY the stream has not begun')
      end
      local number = tonumber(head[2])
      local before = tonumber(head[3])
      local bytes = before
      local push = {head[4], head[1], string.format('%.0f', number + 1), ARGV[1]}
      local id
      for i = 7, #ARGV do
        local wanted = ahead + i > last and ARGV[i] ~= ''
        local sender = numbered[i]
        if sender then
          local said = redis.call('GET', sender[1])
          if said and sender[2] <= tonumber(said) then
            wanted = false
            fates[sender[3]] = 'known'
          elseif said and sender[2] > tonumber(said) + 1 then
            wanted = false
            fates[sender[3]] = string.format('%.0f', tonumber(said) + 1)
          end
        end
        if wanted then
          local n = string.format('%.0f', ahead + i)
          number = number + 1
          bytes = bytes + #ARGV[i] + 128
          id = head[1] .. '-' .. string.format('%.0f', number)
          redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], id,
              '1', ARGV[i], 'p', ARGV[1], 'n', n, 's', string.format('%.0f', bytes))
          push[#push + 1] = n
          push[#push + 1] = ARGV[i]
          if sender then
            redis.call('SET', sender[1], string.format('%.0f', sender[2]), 'PX', ARGV[5])
          end
        end
      end
      redis.call('SET', KEYS[3], string.format('%.0f', ahead + #ARGV), 'PX', ARGV[5])
      if not id then
        return {'skipped', head[5] or '0', fates}
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
      return {id, head[5] or '0', fates}
      """;

  private StreamScripts() {}
}
