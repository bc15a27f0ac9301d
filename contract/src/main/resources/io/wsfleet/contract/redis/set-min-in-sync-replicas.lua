-- Sets on how many replicas a message must be before it is acknowledged. Atomic, because the field may be written only
-- where there is a head: gateways take a head as the sign that there is an epoch.
--
-- Run by: the operator, step SetMinInSyncReplicas.
-- KEYS: head.
-- ARGV: the number of replicas.
-- Reply: 1; 0 if there is no head.

if redis.call('HEXISTS', KEYS[1], 'term') == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'acknowledged', ARGV[1])
return 1
