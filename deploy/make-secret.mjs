/** `node make-secret.mjs <file>`: writes a random secret there, unless there is one. The services share it. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

try {
  writeFileSync(process.argv[2], randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o400 });
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
}
