import { randomBytes } from 'node:crypto';
import { Gate } from '#platform/process/gate.js';
import { hash, verify } from '@node-rs/argon2';

/** For argon2id, the library's default: OWASP's recommended cost of 19 MiB, two passes and one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Each takes a thread of libuv's four for tens of milliseconds: half of them stay for the rest of the process, however
 * many log-ins come. A hundred wait a few seconds, as long as a call has.
 */
const argon2 = new Gate(2, 100);

const placeholderHash = hash(randomBytes(16), OPTIONS);

export function hashPassword(password: string): Promise<string> {
  return argon2.through(() => hash(password, OPTIONS));
}

/** Takes as long without a stored hash, so that response times do not reveal which e-mails have an account. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await placeholderHash);
  const matches = await argon2.through(() => verify(against, password));
  return stored !== undefined && matches;
}
