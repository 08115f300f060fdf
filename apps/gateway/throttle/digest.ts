import { createHmac } from 'node:crypto';
import { type Environment, signingSecret } from '#platform/config/environment.js';

/** The secret that digests are made with; derived, so that it is of no use for signing tokens. */
export type DigestKey = Buffer;

export function digestKey(environment: Environment): DigestKey {
  return createHmac('sha256', signingSecret(environment)).update('digests of who asked').digest();
}

/** Stands for a text in Redis, where nobody who reads it shall find e-mails, addresses or bodies: 22 characters. */
export function digest(key: DigestKey, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}
