import type { Browser, Page } from 'playwright-core';
import { FilmLover } from '../../test/support/system/film-lover.js';
import { installedChromium, launch, NO_CHROMIUM } from '../../test/support/web/browser.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';
import { timesToList } from '../system/rating-to-list.bench.js';
import { CARDS, framesOfScrolling, openWholeList, rateFarDown } from './long-list.js';
import { PosterHost } from './poster.host.js';
import { SnapshotHost } from './snapshot.host.js';
import { type Visit, visitSlowly } from './visits.js';

const VISITS = 3;
const RATINGS = 15;
const SAVES = 30;
const RATED = 20;
const WIDE = { width: 1280, height: 800 };
const PHONE = 'slow phone (150 ms, 1.6 Mbit/s, CPU ÷ 4)';

/** What the web app weighs, and what people wait for in it, in a real browser with the production build. */
export async function web(origin: string): Promise<Measurement[]> {
  const program = await installedChromium();
  if (!program) return [{ what: 'the web app', value: NO_CHROMIUM }];
  const posters = await PosterHost.start(await aPoster(program));
  const browser = await launch(program, posters.flags);
  try {
    const page = await (await browser.newContext({ viewport: WIDE, serviceWorkers: 'block' })).newPage();
    await page.goto(origin);
    await page.locator('.welcome-wall img[data-loaded]').first().waitFor();
    const welcome = await firstVisits(browser, page, origin, 'welcome');
    const person = await logIn(page, origin);
    const home = await firstVisits(browser, page, origin, 'home of somebody signed in', person);
    await openWholeList(page, origin);
    return [...welcome, ...home, ...(await scrolling(page, origin)), ...(await ratingFarDown(page, origin))];
  } finally {
    await browser.close();
    posters.stop();
  }
}

/** A picture as colourful as posters are. */
async function aPoster(program: string): Promise<Buffer> {
  const browser = await launch(program);
  try {
    const page = await browser.newPage({ viewport: { width: 342, height: 513 } });
    await page.setContent(
      '<body style="margin:0;height:100vh;background:repeating-conic-gradient(#123,#c62 5%,#eda 9%,#357 14%)">',
    );
    return await page.screenshot({ type: 'jpeg', quality: 60 });
  } finally {
    await browser.close();
  }
}

/** @param page  shows the same, whole */
async function firstVisits(
  browser: Browser,
  page: Page,
  origin: string,
  name: string,
  person?: FilmLover,
): Promise<Measurement[]> {
  const still = await SnapshotHost.start(await page.content(), origin);
  try {
    const visits: Visit[] = [];
    const stills: number[] = [];
    for (let i = 0; i < VISITS; i += 1) {
      visits.push(await visitSlowly(browser, origin, person));
      stills.push((await visitSlowly(browser, still.origin)).largestPaint);
    }
    const [paint, reference] = [
      quantile(
        visits.map(({ largestPaint }) => largestPaint),
        0.5,
      ),
      quantile(stills, 0.5),
    ];
    const [{ bytes, what }] = visits;
    return [
      { what: `${name}, first load: script`, value: kB(bytes.script), reference: 'goal: 140 kB' },
      { what: 'the same: fonts', value: kB(bytes.font), reference: 'goal: 60 kB' },
      { what: 'the same: all, posters too', value: kB(bytes.all) },
      {
        what: `${name}: largest paint on a ${PHONE}, median of ${VISITS} (${what})`,
        value: ms(paint),
        reference: `goal: 2500 ms; the same page without scripts: ${ms(reference)}`,
        ratio: (paint / reference).toFixed(1),
      },
    ];
  } finally {
    still.stop();
  }
}

async function logIn(page: Page, origin: string): Promise<FilmLover> {
  const user = await FilmLover.register(`${origin}/api/v1`);
  const { body } = await user.get<{ items: { id: string }[] }>('/me/onboarding?limit=20');
  const ratings = body.items.slice(0, RATED).map(({ id }, i) => [id, 2 + (i % 7) / 2] as const);
  await user.untilListed(1, () => user.rate(Object.fromEntries(ratings)));
  await page.goto(`${origin}/login`);
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('.film-row .card-reason').first().waitFor();
  return user;
}

async function scrolling(page: Page, origin: string): Promise<Measurement[]> {
  const still = await SnapshotHost.start(await page.content(), origin);
  const other = await page.context().newPage();
  try {
    await other.goto(still.origin);
    await other
      .locator('[data-film]')
      .nth(CARDS - 1)
      .waitFor({ state: 'attached' });
    const rows: Measurement[] = [];
    for (const slowly of [false, true]) {
      const [app, reference] = [
        await framesOfScrolling(page, { slowly }),
        await framesOfScrolling(other, { slowly }),
      ];
      const [p50, p95] = [quantile(app, 0.5), quantile(app, 0.95)];
      rows.push({
        what: `frames while ${CARDS} cards are scrolled${slowly ? ', CPU ÷ 4' : ''}, p95 (p50 ${ms(p50)})`,
        value: ms(p95),
        reference: `goal: 50 ms; the same page without scripts: ${ms(quantile(reference, 0.95))} (p50 ${ms(quantile(reference, 0.5))})`,
        ratio: (p95 / quantile(reference, 0.95)).toFixed(1),
      });
    }
    return rows;
  } finally {
    await other.close();
    still.stop();
  }
}

async function ratingFarDown(page: Page, origin: string): Promise<Measurement[]> {
  await openWholeList(page, origin);
  const times: number[] = [];
  for (let i = 0; i < RATINGS; i += 1) times.push(await rateFarDown(page, 3 + i));
  const announced = quantile(await timesToList(`${origin}/api/v1`, SAVES), 0.5);
  return [
    {
      what: `star click → new list on screen, ${CARDS} cards shown, median of ${RATINGS}`,
      value: ms(quantile(times, 0.5)),
      reference: `goal: 400 ms; a rating sent → its list announced: ${ms(announced)}`,
      ratio: (quantile(times, 0.5) / announced).toFixed(1),
    },
    { what: 'the same, slowest', value: ms(Math.max(...times)) },
  ];
}

const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
