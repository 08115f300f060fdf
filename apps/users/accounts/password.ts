import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** For argon2id, the library's default: OWASP's recommended cost of 19 MiB, two passes and one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const placeholderHash = hash(randomBytes(16), OPTIONS);

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** Takes as long without a stored hash, so that response times do not reveal which e-mails have an account. */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await placeholderHash), password);
  return stored !== undefined && matches;
}
