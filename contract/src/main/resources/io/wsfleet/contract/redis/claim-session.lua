-- Claims a session for the client that came back: raises its fencing token and takes the holder away. Atomic, because
-- two gateways may try it at the same time, and their tokens must differ.
--
-- Run by: the gateway to which the client came back.
-- KEYS: session.
-- ARGV: how long to keep it in milliseconds, the prefix of the holders' keys.
-- Reply: fencing token, content, and the offset of the holder (empty: it has none). If the reply is lost, the next claim
--   has the same offset: it is kept with the hash of the content that it belongs to. Nothing if there is no such
--   session, or if its holder has expired: then nobody knows how much the client received, and the session is deleted.
--
-- The key of the holder is made from the session's content, so it is not in KEYS. Redis Cluster would refuse that; one
-- master with replicas does not.

local there = redis.call('HMGET', KEYS[1], 'claim', 'content', 'holder', 'watermark', 'marked')
if not there[1] then
  return {}
end
local word = ''
if there[3] and there[3] ~= '' then
  word = redis.call('GET', ARGV[2] .. there[3])
  if not word then
    redis.call('DEL', KEYS[1])
    return {}
  end
  redis.call('HSET', KEYS[1], 'watermark', word, 'marked', redis.sha1hex(there[2]))
elseif there[4] and there[5] == redis.sha1hex(there[2]) then
  word = there[4]
end
local claim = redis.call('HINCRBY', KEYS[1], 'claim', 1)
redis.call('HSET', KEYS[1], 'holder', '')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {tostring(claim), there[2], word}
