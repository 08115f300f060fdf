import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The poster host is never asked: what a test sees must not depend on the internet.
  '--host-resolver-rules=MAP image.tmdb.org ~NOTFOUND',
];

/**
 * Where a Chromium is: $CHROMIUM, or Debian's, which is installed first when it is missing and this process may.
 *
 * @returns nothing where there is none and none can be installed
 */
export function findChromium(): string | undefined {
  const known = [process.env.CHROMIUM, ...CANDIDATES].find((path) => path && existsSync(path));
  if (known || process.getuid?.() !== 0) return known;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, stdio: 'ignore' });
  if (install().status !== 0) {
    spawnSync('apt-get', ['update'], { env, stdio: 'ignore' });
    install();
  }
  return CANDIDATES.find((path) => existsSync(path));
}

export const NO_CHROMIUM =
  'no Chromium here: install the package "chromium" or set CHROMIUM to the program, and the web app is tested too';

/** @param flags  more of them, which stand above those that all have */
export function launch(executablePath: string, flags: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] });
}
