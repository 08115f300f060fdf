import { createHash, hkdfSync } from 'node:crypto';
import { Environment, signingSecret } from '#platform/config/environment.js';
import { seal, unseal } from '#platform/config/sealed.js';
import { Injectable } from '@nestjs/common';

interface Key {
  /** A name of the key that says nothing of it. */
  id: string;
  bytes: Buffer;
}

/**
 * Encrypts what other servers gave people for theirs, so that a copy of the database opens nothing. LIBRARY_KEY holds the keys,
 * the one that encrypts first; what an earlier one encrypted is read still, and encrypted anew whenever its library is read.
 * Without it the key is made of the secret that signs tokens, which is always read.
 */
@Injectable()
export class SealedTokens {
  private readonly keys: Key[];

  constructor(environment: Environment) {
    const secrets = [...environment.LIBRARY_KEY, signingSecret(environment)];
    this.keys = secrets.map((secret) => {
      const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'library token', 32));
      return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
    });
  }

  /** @param owner  only with the same it can be read again */
  seal(owner: string, text: string): string {
    const [{ id, bytes }] = this.keys;
    return `${id}.${seal(bytes, owner, text)}`;
  }

  /** @returns undefined when it was sealed for another owner, or by a key that is gone */
  open(owner: string, sealed: string): string | undefined {
    const [id, text = ''] = sealed.split('.');
    const key = this.keys.find((one) => one.id === id);
    return key && unseal(key.bytes, owner, text);
  }

  /** Whether the key that encrypts has sealed it. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${this.keys[0].id}.`);
  }
}
