import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Progress } from '#platform/process/progress.js';
import { eventually } from '../../../test/support/process/eventually.js';
import { startTestStack } from '../../../test/support/stack/start-test-stack.js';
import { FilmLover } from '../../../test/support/system/film-lover.js';
import { loveOf } from '../../../test/support/system/small.dataset.js';
import { startSmall } from '../../../test/support/system/small.system.js';
import { System } from '../../../test/support/system/system.js';
import { type DataAddresses, saveData } from '../../../test/support/upgrade/stored.data.js';

const USAGE = `usage: npm run data:snapshot -- --checkout FOLDER --out FILE
  FOLDER  a checkout of an earlier version, built (npm ci && npx tsc) with its own packages
  FILE    what a small system of that version has stored, for the test that starts today's code on it`;

const { values } = parseArgs({
  options: { checkout: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help || !values.checkout || !values.out) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}
const checkout = resolve(values.checkout);
if (!existsSync(join(checkout, 'dist', 'apps', 'users', 'main.js'))) {
  console.error(`✗ ${values.checkout} has no dist/apps/users/main.js: build it first`);
  process.exit(1);
}

const progress = new Progress();
const stack = await startTestStack(progress, { signal: new AbortController().signal });
Object.assign(process.env, stack.env);
const system = new System({}, checkout);
try {
  await progress.step('Loading the small data set', () => startSmall(system));
  await progress.step('Rating, saving and dismissing films', () => liveWith(system));
  await system.stopAll();
  await progress.step(`Writing ${values.out}`, () => saveData(system.env as DataAddresses, values.out!));
} finally {
  await system.stopAll();
  await stack.stop();
}

/** What the accounts do stands again in test/e2e/upgrade.spec.ts, as what must be kept. */
async function liveWith({ api }: System): Promise<void> {
  for (const [email, camp] of [
    ['ada@example.com', 'space'],
    ['claire@example.com', 'paris'],
  ] as const) {
    const user = new FilmLover(api);
    const { status, body } = await user.post<{ accessToken: string }>('/auth/register', {
      email,
      password: 'correct horse battery',
      displayName: camp,
    });
    if (status !== 201) throw new Error(`registering ${email} answered ${status}`);
    user.token = body.accessToken;
    const other = camp === 'space' ? '2' : '1';
    await user.rate({ ...loveOf(camp), [`${other}030`]: 1.5 });
    await user.put(`/me/watchlist/${other}003`);
    await user.put(`/me/not-interested/${other}004`);
    await user.delete(`/me/ratings/${other}030`);
    await eventually(async () => {
      const { status: state } = await user.list();
      if (state !== 'fresh') throw new Error(`the list of ${email} is ${state}`);
    });
  }
}
