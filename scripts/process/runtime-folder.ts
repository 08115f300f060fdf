import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { SecretFile } from './secret-file.js';

/** `.local/`: everything `npm start` keeps on this machine. `npm run reset` deletes it. */
export class RuntimeFolder {
  readonly path = join(projectRoot(), '.local');
  readonly logs = join(this.path, 'logs');
  readonly run = join(this.path, 'run');
  /** The running `npm start` of this clone. */
  readonly startRecord = join(this.run, 'start.json');
  readonly glibc = join(this.path, 'glibc');
  /** Present while containers of ours hold data that must go with a reset. */
  readonly dockerMark = join(this.path, 'docker.json');
  readonly loadedMark = join(this.path, 'loaded.json');
  /** The stores' addresses while they are up, where commands typed in another terminal look for them. */
  readonly addresses = join(this.path, 'runtime.env');
  readonly secrets = new SecretFile(join(this.path, 'secrets.json'));

  writeAddresses(addresses: Record<string, string>): void {
    const lines = Object.entries(addresses).map(([variable, url]) => `${variable}=${url}\n`);
    // The addresses hold passwords. Renamed into place, so that nobody reads half of them.
    writeFileSync(`${this.addresses}.new`, `# Written by npm start.\n${lines.join('')}`, { mode: 0o600 });
    renameSync(`${this.addresses}.new`, this.addresses);
  }

  removeAddresses(): void {
    rmSync(this.addresses, { force: true });
  }
}
