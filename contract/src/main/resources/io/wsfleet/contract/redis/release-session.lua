-- Gives up a session: it has no holder any more, and is kept for so long only. Atomic, because only the owner of the
-- token may do so.
--
-- Run by: the gateway that has the session or has claimed it.
-- KEYS: session.
-- ARGV: fencing token, how long to keep it in milliseconds; 0 deletes it at once.
-- Reply: 1, also if another gateway has claimed it meanwhile.

if redis.call('HGET', KEYS[1], 'claim') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'holder', '')
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1
