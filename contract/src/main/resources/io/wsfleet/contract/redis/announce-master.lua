-- Tells the readers at all replicas who the master is. Atomic, so that a reader that is woken finds the address.
--
-- Run by: the operator, step AnnounceMaster.
-- KEYS: stream (also the name of the channel), head.
-- ARGV: the address of the master, host:port.
-- Reply: 1; 0 if there is no head.
--
-- Order: the field first, then the notification. The empty message says only that there is something to read; a reader
-- then reads the head too.

if redis.call('HEXISTS', KEYS[2], 'term') == 0 then
  return 0
end
redis.call('HSET', KEYS[2], 'master', ARGV[1])
redis.call('PUBLISH', KEYS[1], '')
return 1
