import { createHash, randomBytes } from 'node:crypto';

/** What a secret opens, by how it begins: people and secret scanners see what they have found. */
export type SecretPrefix = 'mr_' | 'mrhook_' | 'mrfeed_';

/** What is known of a secret that names its owner; of the secret itself only the SHA-256 is sent on and stored. */
export interface OwnedSecret {
  userId: string;
  /** Among its owner's secrets. */
  id: string;
  digest: string;
}

/** `<prefix><user id><id>_<256 random bits>`: found by its owner, so that none needs an index of its own. */
export function newSecret(prefix: SecretPrefix, userId: string): { secret: string } & OwnedSecret {
  const id = randomBytes(8).toString('hex');
  const secret = `${prefix}${userId}${id}_${randomBytes(32).toString('base64url')}`;
  return { secret, userId, id, digest: digestOf(secret) };
}

/** How ids of secrets, and of what else hangs on one person, are written. */
export const SECRET_ID = /^[0-9a-f]{16}$/;

const FORM = /^(mr|mrhook|mrfeed)_([0-9a-f]{24})([0-9a-f]{16})_[\w-]{43}$/;

/** @returns nothing for a text that is no such secret */
export function ownedSecret(prefix: SecretPrefix, text: string): OwnedSecret | undefined {
  const [, kind, userId, id] = FORM.exec(text) ?? [];
  return `${kind}_` === prefix ? { userId, id, digest: digestOf(text) } : undefined;
}

const digestOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
