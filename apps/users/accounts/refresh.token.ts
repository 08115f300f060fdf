import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { StoredSession } from '../documents/user.schema.js';

/** How long a token that was used may come back: two tabs, a page loaded twice, an answer that was lost. */
export const REPEAT_MS = 30_000;
/** How many used tokens of a session are known. */
export const USED_TOKENS = 8;

/** Whose session it renews, as the token itself says: `<user id>.<session id>.<secret>`. */
export interface RefreshTokenOwner {
  userId: string;
  sessionId: string;
}

const FORM = /^([0-9a-f]{24})\.([\w-]{22,36})\.[\w-]{43}$/;

export function firstToken(userId: string): { token: string; sessionId: string } {
  const sessionId = randomBytes(16).toString('base64url');
  return { token: `${userId}.${sessionId}.${randomBytes(32).toString('base64url')}`, sessionId };
}

/** @returns nothing for a token of another form, as 0.5 made them */
export function ownerOf(token: string): RefreshTokenOwner | undefined {
  const [, userId, sessionId] = FORM.exec(token) ?? [];
  return userId ? { userId, sessionId } : undefined;
}

/** The token after this one: always the same, and known only to who has the secret. */
export function successorOf(token: string, { userId, sessionId }: RefreshTokenOwner, secret: string): string {
  const next = createHmac('sha256', secret).update('refresh token\0').update(token).digest('base64url');
  return `${userId}.${sessionId}.${next}`;
}

/** What is stored of a token. */
export const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * The token that works now, for somebody who repeats one that was used at most 30 s ago.
 *
 * @returns nothing when the token is older than that, or none of this session
 */
export function successorInUse(
  token: string,
  owner: RefreshTokenOwner,
  session: StoredSession,
  secret: string,
  now = Date.now(),
): string | undefined {
  const digest = digestOf(token);
  const steps = session.used.findIndex((used) => used.token === digest);
  if (steps < 0 || session.used[steps].at.getTime() < now - REPEAT_MS) return undefined;
  let next = token;
  for (let i = steps; i < session.used.length; i += 1) next = successorOf(next, owner, secret);
  return digestOf(next) === session.token ? next : undefined;
}
