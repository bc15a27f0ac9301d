-- Acquires or renews a lease: a key that one owner holds until it expires. Atomic: between a comparison and a write of
-- two commands, another gateway could take a key that has just expired.
--
-- Run by: each gateway, for its tag and for announcements.
-- KEYS: the lease.
-- ARGV: the owner, for how long in milliseconds.
-- Reply: 1; 0 if another owner has it.

local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
