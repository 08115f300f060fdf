import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '#platform/config/project-root.js';
import { installedChromium, launch, NO_CHROMIUM } from '../../../test/support/web/browser.js';

/** Takes pictures of every page of a running system, wide and narrow, dark and light, into docs/screens/. */

const root = projectRoot();
const folder = join(root, 'docs', 'screens');
const USAGE = 'usage: npm run screens [-- --url http://127.0.0.1:3000 --only home]';
const SIZES = { wide: { width: 1360, height: 900 }, narrow: { width: 390, height: 844 } };
const THEMES = ['dark', 'light'] as const;
const PASSWORD = 'correct horse battery';

/** Somebody's ratings, by title. */
const TASTE: [title: string, stars: number][] = [
  ['Blade Runner', 5],
  ['Alien', 4.5],
  ['2001: A Space Odyssey', 5],
  ['Spirited Away', 4.5],
  ['In the Mood for Love', 4.5],
  ['The Third Man', 4],
  ['Chinatown', 4],
  ['Fargo', 4.5],
  ['Heat', 3.5],
  ['Amélie', 4],
  ['Titanic', 2],
  ['Armageddon', 1.5],
];

const HISTORY = `Date,Name,Year,Letterboxd URI,Rating
2024-01-02,Jaws,1975,x,4.5
2024-01-03,The Film That Never Was,1999,x,3
2024-01-04,Casablanca,1942,x,5
2024-01-05,Cutting for Length,2031,x,2.5
2024-01-06,Vertigo,1958,x,4
`;

interface Shot {
  name: string;
  /** Whether somebody is logged in, and whether they have rated movies. */
  as: 'stranger' | 'newcomer' | 'film lover';
  path: string;
  prepare?: (page: Page) => Promise<unknown>;
}

const listShown = (page: Page) => page.waitForSelector('[data-film] .card-reason');

const SHOTS: Shot[] = [
  { name: 'welcome', as: 'stranger', path: '/' },
  {
    name: 'register',
    as: 'stranger',
    path: '/register',
    prepare: async (page) => {
      await page.fill('input[name=email]', 'ada@');
      await page.click('button[type=submit]');
    },
  },
  { name: 'login', as: 'stranger', path: '/login?ended=yes' },
  {
    name: 'rate',
    as: 'newcomer',
    path: '/rate',
    prepare: async (page) => {
      await page.waitForSelector('[data-film]');
      for (const [card, star] of [
        [0, 5],
        [1, 4],
        [3, 2],
      ])
        await page.click(`[data-film] >> nth=${card} >> [data-star="${star}"]`);
      await page.click('[data-film] >> nth=1 >> [data-star="4"]');
      await page.mouse.move(0, 0);
    },
  },
  { name: 'for-you', as: 'film lover', path: '/', prepare: listShown },
  { name: 'list', as: 'film lover', path: '/list', prepare: listShown },
  {
    name: 'for-you-filters',
    as: 'film lover',
    path: '/list?genre=Drama&notGenre=Comedy&yearFrom=1960&diversity=0.4',
    prepare: async (page) => {
      await listShown(page);
      await page.getByRole('button', { name: 'Filters' }).click();
      await page.waitForSelector('.genre-choice');
    },
  },
  {
    name: 'for-you-opened',
    as: 'film lover',
    path: '/list',
    prepare: async (page) => {
      await listShown(page);
      await page.click('[data-film] >> nth=1 >> .card-link');
      await page.waitForSelector('.sheet .plot');
    },
  },
  {
    name: 'for-you-empty',
    as: 'film lover',
    path: '/list?genre=Western&genre=Animation&language=ja',
    prepare: (page) => page.waitForSelector('.state .chip'),
  },
  {
    name: 'tonight',
    as: 'film lover',
    path: '/tonight?minutes=120&mood=a+lonely+detective,+not+sad',
    prepare: (page) => page.waitForSelector('[data-film]'),
  },
  {
    name: 'film',
    as: 'film lover',
    path: '/movies/78',
    prepare: (page) => page.waitForSelector('.grid [data-film]'),
  },
  {
    name: 'search',
    as: 'film lover',
    path: '/search?q=night',
    prepare: (page) => page.waitForSelector('[data-film]'),
  },
  {
    name: 'my-ratings',
    as: 'film lover',
    path: '/my-films/ratings?sort=best',
    prepare: (page) => page.waitForSelector('[data-film]'),
  },
  {
    name: 'watchlist',
    as: 'film lover',
    path: '/my-films/watchlist',
    prepare: (page) => page.waitForSelector('[data-film]'),
  },
  { name: 'not-interested', as: 'film lover', path: '/my-films/not-interested' },
  {
    name: 'taste',
    as: 'film lover',
    path: '/my-films/taste',
    prepare: (page) => page.waitForSelector('.bar'),
  },
  {
    name: 'import',
    as: 'film lover',
    path: '/my-films/import',
    prepare: async (page) => {
      await page.setInputFiles('input[type=file]', {
        name: 'ratings.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(HISTORY),
      });
      await page.waitForSelector('.look');
    },
  },
  {
    name: 'account',
    as: 'film lover',
    path: '/account',
    prepare: (page) => page.waitForSelector('.panel input'),
  },
  { name: 'not-found', as: 'stranger', path: '/no/such/page' },
  {
    name: 'offline',
    as: 'stranger',
    path: '/login',
    prepare: async (page) => {
      await page.evaluate("localStorage.setItem('has-session', 'yes')");
      await page.route(/\/(api|health)\//, (route) => route.abort());
      await page.reload();
      await page.waitForSelector('.thinking');
    },
  },
];

/** An account in the API, with ratings or without. */
class Account {
  readonly email = `ada-${Math.random().toString(36).slice(2, 8)}@example.com`;
  private token = '';

  constructor(private readonly url: string) {}

  async make(name: string): Promise<this> {
    const body = { email: this.email, password: PASSWORD, displayName: name };
    this.token = (await this.send<{ accessToken: string }>('POST', '/auth/register', body)).accessToken;
    return this;
  }

  async rate(): Promise<void> {
    const ratings = [];
    for (const [title, rating] of TASTE) {
      const found = await this.send<{ items: { id: string; title: string }[] }>(
        'GET',
        `/movies?limit=20&title=${encodeURIComponent(title)}`,
      );
      const movie = found.items.find((item) => item.title === title);
      if (movie) ratings.push({ movieId: movie.id, rating });
    }
    await this.send('PUT', '/me/ratings', { ratings });
    const list = await this.send<{ items: { movie: { id: string } }[] }>(
      'GET',
      '/me/recommendations?limit=40',
    );
    for (const { movie } of list.items.slice(30, 36)) await this.send('PUT', `/me/watchlist/${movie.id}`);
    for (const { movie } of list.items.slice(36, 38))
      await this.send('PUT', `/me/not-interested/${movie.id}`);
  }

  async delete(): Promise<void> {
    await this.send('DELETE', '/me', { password: PASSWORD });
  }

  private async send<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`);
    return (answer ? JSON.parse(answer) : undefined) as T;
  }
}

async function logIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForURL((address) => address.pathname !== '/login');
}

async function shoot(
  browser: Browser,
  url: string,
  shots: Shot[],
  accounts: Record<string, Account>,
): Promise<void> {
  for (const theme of THEMES)
    for (const [size, viewport] of Object.entries(SIZES))
      for (const who of new Set(shots.map((shot) => shot.as))) {
        const context = await browser.newContext({ viewport, colorScheme: theme, deviceScaleFactor: 1 });
        const page = await context.newPage();
        if (who !== 'stranger') await logIn(page, url, accounts[who].email);
        for (const { name, path, prepare } of shots.filter((shot) => shot.as === who)) {
          await page.goto(url + path);
          await prepare?.(page);
          await page.evaluate('document.fonts.ready');
          await page.waitForTimeout(700);
          const file = join(folder, `${name}-${size}-${theme}.png`);
          await page.screenshot({ path: file });
          console.log(relative(root, file));
        }
        await context.close();
      }
}

const { url, only } = parseArgs({
  options: { url: { type: 'string', default: 'http://127.0.0.1:3000' }, only: { type: 'string' } },
}).values;
const chromium = await installedChromium();
const up = await fetch(`${url}/health/live`).catch(() => undefined);
if (!chromium || !up?.ok) {
  console.error(`✗ ${chromium ? `nothing runs at ${url}: \`npm start\` first` : NO_CHROMIUM}; ${USAGE}`);
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const shots = SHOTS.filter((shot) => !only || only.split(',').includes(shot.name));
const browser = await launch(chromium);
const accounts = {
  newcomer: await new Account(url).make('Ada'),
  'film lover': await new Account(url).make('Ada'),
};
try {
  await accounts['film lover'].rate();
  await shoot(browser, url, shots, accounts);
} finally {
  await browser.close();
  await Promise.all(Object.values(accounts).map((account) => account.delete()));
}
