import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Passwords made on this machine for this machine, kept in a file only its owner can read. */
export class SecretFile {
  constructor(private readonly file: string) {}

  /** @returns the secret of that name, 43 characters safe in a URL; made when first asked for */
  get(name: string): string {
    const secrets = this.read();
    if (secrets[name] === undefined) {
      secrets[name] = randomBytes(32).toString('base64url');
      mkdirSync(dirname(this.file), { recursive: true });
      // Renamed into place, so that a crash leaves the old secrets or the new, never half a file.
      writeFileSync(`${this.file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.file}.new`, this.file);
    }
    return secrets[name];
  }

  private read(): Record<string, string> {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, string>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
  }
}
