import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import type { Page } from 'playwright-core';
import { FilmLover } from '../../test/support/system/film-lover.js';
import { installedChromium, launch, NO_CHROMIUM } from '../../test/support/web/browser.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';

const LOADS = 10;
const CLICKS = 20;
const POPULAR = 20;

/** Runs in the page before anything else: when the first movie is on screen and the page listens. */
const WATCH = `
  window.interactiveAt = new Promise((resolve) => {
    const look = () => document.querySelector('[data-film] .card-reason')
      ? requestIdleCallback(() => resolve(performance.now()), { timeout: 2000 })
      : requestAnimationFrame(look);
    look();
  });`;

/** Clicks a star in the open sheet and tells how long it took until a newer list was on screen, in milliseconds. */
export const CLICK_A_STAR = `new Promise((resolve) => {
  const list = document.querySelector('.list');
  const before = list.dataset.generated;
  const from = performance.now();
  const look = () => list.dataset.generated !== before
    ? requestAnimationFrame(() => resolve(performance.now() - from))
    : requestAnimationFrame(look);
  document.querySelector('.dialog [data-star="' + (1 + Math.floor(Math.random() * 5)) + '"]').click();
  look();
})`;

/** What a film lover waits for in a real browser on this machine, with the production build. */
export async function webApp(origin: string): Promise<Measurement[]> {
  const chromium = await installedChromium();
  if (!chromium) return [{ what: 'the web app', value: NO_CHROMIUM }];
  const user = await FilmLover.register(`${origin}/api/v1`);
  const { body } = await user.get<{ items: { id: string }[] }>('/me/onboarding?limit=20');
  const ratings = body.items.slice(0, POPULAR).map(({ id }, i) => [id, 2 + (i % 7) / 2] as const);
  await user.untilListed(1, () => user.rate(Object.fromEntries(ratings)));
  const browser = await launch(chromium);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.addInitScript(WATCH);
    await page.goto(`${origin}/login`);
    await page.getByLabel('E-mail').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('[data-film]').first().waitFor();
    const loads = await repeat(LOADS, () => load(page, origin));
    const clicks = await repeat(CLICKS, () => clickAStar(page, origin));
    return [
      { what: `recommendations page interactive, median of ${LOADS} loads`, value: ms(quantile(loads, 0.5)) },
      { what: `star click → new list on screen, median of ${CLICKS}`, value: ms(quantile(clicks, 0.5)) },
      { what: 'the same, slowest', value: ms(Math.max(...clicks)) },
      { what: 'script of the first load, gzipped', value: `${Math.round(firstScript() / 1000)} kB` },
    ];
  } finally {
    await browser.close();
  }
}

async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let i = 0; i < times; i += 1) values.push(await measure());
  return values;
}

/** From the start of the navigation. */
async function load(page: Page, origin: string): Promise<number> {
  await page.goto(origin);
  return page.evaluate<number>('window.interactiveAt');
}

async function clickAStar(page: Page, origin: string): Promise<number> {
  await page.goto(origin);
  await page.locator('.card-link').nth(3).click();
  await page.locator('.dialog .people').waitFor();
  return page.evaluate<number>(CLICK_A_STAR);
}

/** Bytes of what index.html names and what that imports at once. */
function firstScript(): number {
  const folder = join(projectRoot(), 'dist', 'web');
  const names = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
  const first = new Set<string>();
  const visit = (text: string) => {
    for (const name of names)
      if (
        !first.has(name) &&
        new RegExp(`(from|import)\\s*["'](\\./|/assets/)${name}["']|(src|href)="/assets/${name}"`).test(text)
      ) {
        first.add(name);
        visit(readFileSync(join(folder, 'assets', name), 'utf8'));
      }
  };
  visit(readFileSync(join(folder, 'index.html'), 'utf8'));
  return [...first].reduce((sum, name) => sum + statSync(join(folder, 'assets', `${name}.gz`)).size, 0);
}
