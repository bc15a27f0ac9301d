-- Starts a term at a new master: appends the marker <term>-0 with the id of the last entry before it, or creates the
-- stream with a new epoch where there is none. Atomic, so that no gateway publishes between the marker and the new
-- head.
--
-- Run by: the operator, step StartTerm, after a promotion and with WAIT behind it.
-- KEYS: stream, head, term.
-- ARGV: the term, the name of the epoch if one begins, on how many replicas a message must be.
-- Reply: OK; the error TERMOVER if this term or a later one has started here.
--
-- Order: the last id is taken from XINFO and not from the newest entry, because a stream can be empty after a trim. The
-- term is written last: a script that fails is not undone, and can be run again as long as the term is not there.

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
