import { describe, expect, it } from '@jest/globals';
import type { StoredSession } from '../documents/user.schema.js';
import { digestOf, firstToken, ownerOf, successorInUse, successorOf } from './refresh.token.js';

const userId = '66f2c3a17d3e2b0012ab34cd';
const secret = 'a secret';
const now = Date.UTC(2026, 5);

/** A session after so many renewals, one a second, the last of them just now. */
function renewed(times: number): { tokens: string[]; session: StoredSession } {
  const tokens = [firstToken(userId).token];
  for (let i = 0; i < times; i += 1) tokens.push(successorOf(tokens[i], ownerOf(tokens[i])!, secret));
  const used = tokens
    .slice(0, -1)
    .map((token, i) => ({ token: digestOf(token), at: new Date(now - (times - 1 - i) * 1000) }));
  const session = {
    id: ownerOf(tokens[0])!.sessionId,
    token: digestOf(tokens[times]),
    used,
    expiresAt: new Date(now),
  };
  return { tokens, session };
}

describe('a refresh token', () => {
  it('names its owner, and its successor has the same', () => {
    const { token, sessionId } = firstToken(userId);
    expect(ownerOf(token)).toEqual({ userId, sessionId });
    expect(ownerOf(successorOf(token, { userId, sessionId }, secret))).toEqual({ userId, sessionId });
    expect(token.length).toBeLessThan(200);
  });

  it.each(['', 'x', 'a.b.c', `${userId}.$where.${'x'.repeat(43)}`, `${userId}..${'x'.repeat(43)}`])(
    'that was made up names nobody: %s',
    (token) => expect(ownerOf(token)).toBeUndefined(),
  );

  it('has one successor, which the secret makes', () => {
    const { token, sessionId } = firstToken(userId);
    const owner = { userId, sessionId };
    expect(successorOf(token, owner, secret)).toBe(successorOf(token, owner, secret));
    expect(successorOf(token, owner, secret)).not.toBe(successorOf(token, owner, 'another'));
  });

  it('that comes back soon is answered with the one that works now', () => {
    const { tokens, session } = renewed(3);
    const inUse = (token: string, at = now) => successorInUse(token, ownerOf(token)!, session, secret, at);
    expect(tokens.slice(0, 3).map((token) => inUse(token))).toEqual(Array(3).fill(tokens[3]));
    expect(inUse(tokens[2], now + 29_000)).toBe(tokens[3]);
    expect(inUse(tokens[2], now + 31_000)).toBeUndefined();
    expect(inUse(successorOf(tokens[3], ownerOf(tokens[3])!, secret))).toBeUndefined();
  });
});
