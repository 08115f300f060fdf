import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { aptGet } from '../../../scripts/stores/apt.js';

/** Without the windows, tabs and bars that nobody sees, which take more of the processor than our pages. */
const HEADLESS = 'chromium-headless-shell';
const CANDIDATES = [HEADLESS, 'chromium', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
);

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

/** Where a Chromium is: $CHROMIUM, or Debian's. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, ...CANDIDATES].find((path) => path && existsSync(path));
}

/** Whether a test file looks for one, itself or by `inBrowser`. */
export function usesChromium(suite: string): boolean {
  return /\b(findChromium|inBrowser)\(/.test(readFileSync(suite, 'utf8'));
}

/**
 * Where a Chromium is: Debian's is installed first when there is none and this process may.
 *
 * @returns nothing where there is none and none can be installed
 */
export async function installedChromium(): Promise<string | undefined> {
  if (findChromium() || process.getuid?.() !== 0) return findChromium();
  const install = () =>
    aptGet(['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', HEADLESS], {});
  if ((await install()).code !== 0) {
    await aptGet(['update'], {});
    await install();
  }
  return findChromium();
}

export const NO_CHROMIUM = `no Chromium here: install the package "${HEADLESS}" or set CHROMIUM to the program, and the web app is tested too`;

/** @param flags  more of them, which stand above those that all have */
export function launch(executablePath: string, flags: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] });
}
