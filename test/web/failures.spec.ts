import { expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import {
  expectNoFaultsInBothThemes,
  hearNoNews,
  moviesOn,
  ownList,
  see,
} from '../support/web/web.fixture.js';

const MOVIE = movieId('paris', 3);

/** Each list, the call it stands on, and what says that it is there. */
const LISTS: [list: string, path: string, call: RegExp, sign: string][] = [
  ['the rows', '/', /\/me\/rows(\?|$)/, '[data-film] .card-reason'],
  ['the recommendations', '/list', /\/me\/recommendations(\?|$)/, '[data-film] .card-reason'],
  ['an opened film', `/?film=${MOVIE}`, new RegExp(`/movies/${MOVIE}$`), '.sheet .people'],
  ['the films to rate', '/rate', /\/me\/onboarding/, '[data-film] .stars'],
  ['what speaks for and against a film', `/movies/${MOVIE}`, /\/me\/why\//, '.why .reasons'],
  ['films for tonight', '/tonight', /\/me\/tonight/, '.tonight-films [data-film]'],
  ['a film', `/movies/${MOVIE}`, new RegExp(`/movies/${MOVIE}$`), 'h1'],
  ['the films like it', `/movies/${MOVIE}`, /\/similar/, '.grid [data-film]'],
  ['titles', '/search?q=space', /\/movies\/names/, '[aria-labelledby=titles] [data-film]'],
  ['plots', '/search?q=astronauts', /\/movies\/search/, '[aria-labelledby=about] [data-film]'],
  ['a person', '/people/claire-seine', /\/people\//, '[data-film]'],
  ['the films with somebody', '/search?person=Claire%20Seine', /\/movies\?person=/, '[data-film]'],
  ['my ratings', '/my-films/ratings', /\/me\/ratings/, '[data-film] .stars'],
  ['the watchlist', '/my-films/watchlist', /\/me\/watchlist/, '.state h2'],
  ['what I am not interested in', '/my-films/not-interested', /\/me\/not-interested/, '.state h2'],
  ['my taste', '/my-films/taste', /\/movies\?sort=popularity/, '.bar'],
  ['the account', '/account', /\/api\/v1\/me$/, '.panel input'],
];

/** Lets one call fail until it is mended. */
async function broken(page: Page, call: RegExp, status = 400): Promise<() => Promise<void>> {
  const fails = ({ pathname, search }: URL) => pathname.startsWith('/api/') && call.test(pathname + search);
  await page.route(fails, (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status, code: 'validation_failed', detail: 'Nothing works today.' }),
    }),
  );
  return () => page.unroute(fails);
}

inBrowser('when a call fails', (fixture) => {
  let page: Page;

  it('each list says so, without an accessibility fault, and is there at the second try', async () => {
    ({ page } = await fixture.filmLover());
    // A list that is announced would be asked for without anybody's second try.
    await hearNoNews(page);
    for (const [list, path, call, sign] of LISTS) {
      const mend = await broken(page, call);
      await page.goto(path);
      const alert = page.getByRole('alert').filter({ hasText: 'That did not work' });
      await alert
        .getByText('Nothing works today.')
        .waitFor()
        .catch((error: Error) => {
          throw new Error(`${list}: ${error.message}`);
        });
      await expectNoFaultsInBothThemes(page);
      await mend();
      await alert.getByRole('button', { name: 'Try again' }).click();
      // Some signs are headings that the failure has too: first it has to go.
      await alert.waitFor({ state: 'detached' });
      await page.locator(sign).first().waitFor();
      expect([list, await alert.count()]).toEqual([list, 0]);
    }
  });

  it('the rest of a list comes at the second try, and what is there stays', async () => {
    ({ page } = await fixture.filmLover());
    const mend = await broken(page, /cursor=/);
    await page.goto('/list');
    await page.locator('[data-film]').first().waitFor();
    const first = await moviesOn(page);
    const more = page.locator('.list-end').getByRole('button');
    await more.scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'That did not work. Try again' }).waitFor();
    expect(await moviesOn(page)).toEqual(first);
    await mend();
    await more.click();
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(first.length));
  });

  it('what takes its time is seen to be on its way, over what is there', async () => {
    ({ page } = await fixture.filmLover());
    await page.goto('/list');
    await ownList(page);
    const before = await moviesOn(page);
    const held: Route[] = [];
    let holds = true;
    const hold = async (route: Route) => void (holds ? held.push(route) : await route.continue());
    const letGo = async () => {
      // Nor is a list held that is asked for again, because a new one is announced.
      holds = false;
      for (const route of held.splice(0)) await route.continue();
    };
    await page.route(/\/me\/recommendations\?.*notGenre/, hold);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('button', { name: 'No Adventure' }).click();
    await page.getByText('Looking for films that fit').waitFor();
    expect(await page.locator('.list').getAttribute('aria-busy')).toBe('true');
    expect(await moviesOn(page)).toEqual(before);
    await letGo();
    await page.getByText('Looking for films that fit').waitFor({ state: 'detached' });
    await see(async () => expect(await moviesOn(page)).not.toEqual(before));

    holds = true;
    await page.route(/\/assets\/rate.*\.js/, hold);
    await page.getByRole('link', { name: 'Rate films' }).click();
    await page.getByRole('status').getByText('Loading the page').waitFor();
    expect(await page.locator('main').getAttribute('aria-busy')).toBe('true');
    await letGo();
    await page.getByRole('heading', { name: 'Rate films you know' }).waitFor();
    expect(await page.locator('main').getAttribute('aria-busy')).toBe('false');
  });

  it('an import is tried again under the same name, says what is wrong and takes the next file', async () => {
    ({ page } = await fixture.filmLover({ loves: 'nothing' }));
    const mend = await broken(page, /\/me\/imports$/, 503);
    const keys = new Set<string>();
    let tries = 0;
    page.on('request', (request) => {
      if (!request.url().endsWith('/me/imports') || request.method() !== 'POST') return;
      tries += 1;
      keys.add(request.headers()['idempotency-key']);
    });
    await page.goto('/my-films/import');
    const csv = 'Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,space film 4,1964,x,4.5\n';
    const file = { name: 'ratings.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('alert').getByText('A part of the server is away for a moment.').waitFor();
    expect([tries, keys.size]).toEqual([3, 1]);
    await mend();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 rating imported').waitFor();
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
