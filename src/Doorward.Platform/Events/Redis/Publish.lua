-- Adds a batch to its streams, if and only if what was published last is what the caller thinks. So a batch is there once or not at all with its marker, and a publisher
-- that lost its lease while it slept adds nothing. 1: done; 0: not what was expected.
-- KEYS: the marker, then the streams. ARGV: the marker expected, the marker after, retention in ms (0: none), entries a stream (0: any),
-- then for each entry: the number of its stream's key, type, event id, payload, traceparent ('' for none).
local at = redis.call('GET', KEYS[1]) or ''
if at ~= ARGV[1] then
    return 0
end
-- a script that fails in the middle is not undone, so what could fail is looked at first
for k = 2, #KEYS do
    local kind = redis.call('TYPE', KEYS[k]).ok
    if kind ~= 'none' and kind ~= 'stream' then
        return redis.error_reply('WRONGTYPE ' .. KEYS[k] .. ' is not a stream')
    end
end
local trim = {}
local retention, longest = tonumber(ARGV[3]), tonumber(ARGV[4])
if retention > 0 then
    local now = redis.call('TIME')
    trim = {'MINID', '~', string.format('%.0f', math.max(0, now[1] * 1000 + math.floor(now[2] / 1000) - retention))}
end
for e = 5, #ARGV, 5 do
    local words = {KEYS[tonumber(ARGV[e])]}
    for _, word in ipairs(trim) do
        words[#words + 1] = word
    end
    for _, word in ipairs({'*', 'type', ARGV[e + 1], 'event_id', ARGV[e + 2], 'payload', ARGV[e + 3]}) do
        words[#words + 1] = word
    end
    if ARGV[e + 4] ~= '' then
        words[#words + 1] = 'traceparent'
        words[#words + 1] = ARGV[e + 4]
    end
    redis.call('XADD', unpack(words))
end
if longest > 0 then
    for k = 2, #KEYS do
        redis.call('XTRIM', KEYS[k], 'MAXLEN', '~', longest)
    end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
