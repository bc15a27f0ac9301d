-- Releases a lease, if it is still the owner's. Atomic: the lease may expire and go to another owner at any time.
--
-- Run by: each gateway when it stops, for its tags.
-- KEYS: the lease.
-- ARGV: the owner.
-- Reply: 1; 0 if somebody else has it, or nobody.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
