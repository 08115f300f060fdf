/**
 * Lua, one atomic step each. KEYS of all: an owner's list, their pending changes, their short-lived lists (sorted set:
 * kind → when it was stored), the plain list, and what the keys of their lists begin with.
 */

/** The lists of an owner that live for minutes: beyond it the one stored first goes. */
const MAX_SHORT_LIVED = 12;
const SHORT_LIVED_SECONDS = 10 * 60;
/** A plain list. */
const LIST_SECONDS = 30 * 24 * 3600;

/**
 * Replaces a list in whole, unless the one that stands has seen more. One that a cursor names is kept for those who page
 * through it. A plain list takes out the pending changes that all lists have seen.
 *
 * ARGV: kind, id, ratingsVersion, generatedAt, now in ms, "1" when a cursor names it, then field, value, …
 * Returns 1 when the list was taken, 2 when the one before is kept beside it. One of which only the beginning stands has the
 * field "begun".
 */
export const REPLACE_IF_NEWER = `
local kind, id, version, made, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local standing = redis.call('HMGET', KEYS[1], 'version', 'made', 'id', 'named')
local seen = tonumber(standing[1] or '-1')
if seen > tonumber(version) or (seen == tonumber(version) and (standing[2] or '') > made) then return 0 end
local named, taken = ARGV[6] == '1', 1
if standing[4] and standing[3] == id then
  named = true
elseif standing[4] then
  redis.call('RENAME', KEYS[1], KEYS[5] .. 'kept:' .. standing[3])
  redis.call('EXPIRE', KEYS[5] .. 'kept:' .. standing[3], ${SHORT_LIVED_SECONDS})
  redis.call('ZADD', KEYS[3], now, 'kept:' .. standing[3])
  taken = 2
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', version, 'made', made, 'id', id)
redis.call('HSET', KEYS[1], unpack(ARGV, 7))
if named then redis.call('HSET', KEYS[1], 'named', 1) end
if kind == 'personal' then
  redis.call('EXPIRE', KEYS[1], ${LIST_SECONDS})
else
  redis.call('EXPIRE', KEYS[1], ${SHORT_LIVED_SECONDS})
  redis.call('ZADD', KEYS[3], now, kind)
end
for _, eldest in ipairs(redis.call('ZRANGE', KEYS[3], 0, -${MAX_SHORT_LIVED + 1})) do
  redis.call('DEL', KEYS[5] .. eldest)
  redis.call('ZREM', KEYS[3], eldest)
end
redis.call('EXPIRE', KEYS[3], ${SHORT_LIVED_SECONDS})
if kind ~= 'personal' then return taken end
local unseen = tonumber(version)
for _, other in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  local known = redis.call('HGET', KEYS[5] .. other, 'version')
  if not known then
    redis.call('ZREM', KEYS[3], other)
  elseif tonumber(known) < unseen then
    unseen = tonumber(known)
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', unseen)
return taken`;

/**
 * Makes a list whole of which the beginning stands, or is kept because another has come meanwhile. ARGV: its id, then what it
 * lacks: field, value, … Returns 0 when there is no such beginning.
 */
export const COMPLETE = `
for _, key in ipairs({ KEYS[1], KEYS[5] .. 'kept:' .. ARGV[1] }) do
  if redis.call('HGET', key, 'id') == ARGV[1] and redis.call('HDEL', key, 'begun') == 1 then
    redis.call('HSET', key, unpack(ARGV, 2))
    return 1
  end
end
return 0`;

/** Notes that a cursor names the list that stands. ARGV: its id. */
export const NAME = `
if redis.call('HGET', KEYS[1], 'id') == ARGV[1] then redis.call('HSET', KEYS[1], 'named', 1) end
return 1`;

/** Removes all lists of an owner and what is pending. */
export const REMOVE_ALL = `
for _, kind in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do redis.call('DEL', KEYS[5] .. kind) end
return redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])`;
