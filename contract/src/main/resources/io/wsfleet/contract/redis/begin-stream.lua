-- Creates the stream and its head with a new epoch, unless both exist. Atomic, because all gateways do this when they
-- connect, and one epoch must come out of it.
--
-- Run by: each gateway, on each new connection to the master.
-- KEYS: stream, head, term.
-- ARGV: the name of the epoch if one begins.
-- Reply: the name of the epoch, and on how many replicas a message must be (absent: 0).
--
-- Order: the number of replicas is read before the head is deleted, so that it survives. The term begins with the one
-- that the operator wrote (absent: 1): ids must rise above all ids of the terms before it.

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
