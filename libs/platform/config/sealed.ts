import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { type Environment, signingSecret } from './environment.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals what is stored for longer; derived, so that it is of no use for signing tokens. */
export function storageKey(environment: Environment): Buffer {
  return createHmac('sha256', signingSecret(environment)).update('what is sealed at rest').digest();
}

/** Encrypts text so that only who knows both the secret and `phrase` can read it: in a store nobody can. */
export function seal(key: Buffer, phrase: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(key, phrase), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @returns undefined for what was not sealed with the same key and phrase */
export function unseal(key: Buffer, phrase: string, sealed: string): string | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const start = IV_BYTES + TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, keyOf(key, phrase), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, start));
    return decipher.update(bytes.subarray(start), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

const keyOf = (key: Buffer, phrase: string) => createHmac('sha256', key).update(phrase).digest();
