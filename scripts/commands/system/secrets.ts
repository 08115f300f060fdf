import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { productionSecrets } from '../../runtime/production.secrets.js';

/**
 * Makes what docker-compose.prod.yml reads from secrets/: every password once, in the forms that the stores and the
 * services want. The stores keep them at their first start, so what is there already is left as it is.
 */
const folder = resolve(projectRoot(), process.env.SECRETS_DIR ?? 'secrets');
if (existsSync(folder)) {
  console.log(`${relative(process.cwd(), folder) || '.'}/ is there already and stays as it is.`);
} else {
  // The folder is its owner's alone; a container sees single files of it, as a user of its own.
  mkdirSync(folder, { mode: 0o700 });
  const files = productionSecrets(() => randomBytes(32).toString('base64url'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), `${content}\n`);
    chmodSync(join(folder, name), 0o444);
  }
  console.log(
    `${Object.keys(files).length} files made in ${relative(process.cwd(), folder)}/: keep a copy, commit none.`,
  );
}
