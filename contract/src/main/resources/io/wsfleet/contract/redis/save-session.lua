-- Saves a session, unless a newer owner has it. Atomic, so that a gateway that is late cannot overwrite a session which
-- another gateway has claimed.
--
-- Run by: the gateway that has the session.
-- KEYS: session.
-- ARGV: fencing token, content, how long to keep it in milliseconds, the holder (empty: nobody, the client has left).
-- Reply: 1; 0 if the session has a higher fencing token.

local claim = redis.call('HGET', KEYS[1], 'claim')
if claim and tonumber(claim) > tonumber(ARGV[1]) then
  return 0
end
redis.call('HSET', KEYS[1], 'claim', ARGV[1], 'content', ARGV[2], 'holder', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
