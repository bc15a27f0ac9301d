-- Appends a batch of messages to the stream, each of them once, and notifies the readers. Atomic, because the numbers
-- of the producer and of the senders, the entries and the head must change together.
--
-- Run by: each gateway, on its connection to the master, with WAIT behind it.
-- KEYS: stream (also the name of the channel), head, the producer's number, then the number of each sender in the
--   batch.
-- ARGV: 1 producer; 2 number of the first message; 3 how many entries to keep; 4 how many bytes to keep; 5 how long to
--   remember the numbers, in milliseconds; 6 which messages senders have numbered; 7… the messages, whose numbers
--   follow one another. An empty message only takes a number that is not used any more.
-- Reply: the id of the last entry, "known" (all numbers were accepted before) or "skipped" (nothing to write); on how
--   many replicas a message must be; for each numbered message its result: "taken", "known", or the number that is
--   expected. The error NOHISTORY if there is no stream: begin-stream has to run first.
--
-- Numbers of the producer: a number that was accepted before is not accepted again. If that is so for the whole batch,
-- the expiry of the number is written, because WAIT without a write proves nothing. The first number may be higher than
-- expected: the messages before it were accepted by a Redis that has lost them.
--
-- Numbers of senders: ARGV 6 has groups of three numbers: which message, which of the senders' keys, which number. The
-- first number of a sender may be any; after that each must be the next. A number that was accepted before, by
-- whichever gateway, is "known"; for a number that skips some, the result is the expected number. In both cases nothing
-- is written.
--
-- Order: the numbers are written after the entries. A script that fails is not undone, and what was not written must
-- not count as accepted. The notification comes last and carries the entries, which costs less than a blocking read for
-- each reader: a MessagePack array of epoch, term, number of the first entry, producer, and for each entry the
-- producer's number and the message.
--
-- The ids are explicit, so clocks have no influence. Old entries are deleted by count at each append, and by bytes each
-- time that a sixteenth of the limit was written.

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
