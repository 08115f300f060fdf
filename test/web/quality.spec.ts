import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { movieId } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';
import { findChromium, NO_CHROMIUM } from '../support/web/browser.js';
import { expectNoFaults, moviesOn, see, star, TEST_MS, WebFixture } from '../support/web/web.fixture.js';

jest.setTimeout(TEST_MS);

const chromium = findChromium();
if (!chromium) console.warn(NO_CHROMIUM);

/** Every page, and what says that it is there. */
const PAGES: [path: string, sign: string][] = [
  ['/', '[data-film] .card-reason'],
  [`/?film=${movieId('space', 20)}`, '.sheet .people'],
  ['/?genre=Drama&genre=Adventure', '.state .chip'],
  ['/rate', '[data-film] .stars'],
  [`/movies/${movieId('paris', 3)}`, '.grid [data-film]'],
  ['/search?q=space', '[data-film]'],
  ['/search?q=ada%20orbit', '.found-people'],
  ['/people/ada-orbit', '[data-film]'],
  ['/my-films/ratings', '[data-film] .stars'],
  ['/my-films/watchlist', '.state'],
  ['/my-films/not-interested', '.state'],
  ['/my-films/taste', '.bar'],
  ['/my-films/import', '.drop'],
  ['/account', '.panel input'],
  ['/no/such/page', '.state'],
];
const STRANGERS_PAGES: [path: string, sign: string][] = [
  ['/', '.welcome-wall .poster'],
  ['/login?ended=yes', 'main input'],
  ['/register', 'main input'],
];

async function openEach(page: Page, pages: [string, string][], check: () => Promise<unknown>): Promise<void> {
  for (const [path, sign] of pages) {
    await page.goto(path);
    await page.locator(sign).first().waitFor();
    await check();
  }
}

(chromium ? describe : describe.skip)('the web app', () => {
  const system = sharedSystem();
  const fixture = new WebFixture(chromium ?? '', system);

  beforeAll(() => system.ready(), 180_000);
  beforeAll(() => fixture.start(), 60_000);
  afterEach(() => fixture.closeContexts());
  afterAll(() => fixture.stop(), 60_000);

  it.each(['dark', 'light'] as const)(
    'has no serious accessibility fault in the %s theme',
    async (colorScheme) => {
      const stranger = await fixture.visitor({ colorScheme });
      await openEach(stranger, STRANGERS_PAGES, () => expectNoFaults(stranger));
      const { page } = await fixture.filmLover({ colorScheme });
      await openEach(page, PAGES, () => expectNoFaults(page));
      await page.goto('/?genre=Drama&notGenre=Horror');
      await page.getByRole('button', { name: 'Filters' }).click();
      await page.locator('.genre-choice').first().waitFor();
      await expectNoFaults(page);
    },
  );

  it('fits a screen 390 px wide', async () => {
    const viewport = { width: 390, height: 844 };
    const stranger = await fixture.visitor({ viewport, hasTouch: true });
    const { page } = await fixture.filmLover({ viewport, hasTouch: true });
    const fits = (which: Page) => async () =>
      expect([which.url(), await which.evaluate('document.documentElement.scrollWidth')]).toEqual([
        which.url(),
        390,
      ]);
    await openEach(stranger, STRANGERS_PAGES, fits(stranger));
    await openEach(page, PAGES, fits(page));
    await page.goto('/');
    const bar = page.getByRole('navigation', { name: 'Main, at the bottom' });
    await bar.getByRole('link', { name: 'Search' }).tap();
    await page.getByRole('searchbox', { name: 'Search films' }).fill('paris film 9');
    await see(async () => expect((await moviesOn(page))[0]).toBe('paris film 9'));
  });

  it('survives a reload, with what was not saved yet, and warns before it is lost', async () => {
    const { page } = await fixture.filmLover({ loves: 'nothing' });
    await page.waitForURL('**/rate');
    await page.locator('[data-film]').first().waitFor();
    const [movie] = await moviesOn(page);
    await star(page, movie, 4).click();
    await page.getByText('4 more for a first list').waitFor();
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      const kind = dialog.type();
      await dialog.accept();
      return kind;
    });
    await page.reload();
    expect(await asked).toBe('beforeunload');
    await page.getByText('4 more for a first list').waitFor();
    const slider = page.getByRole('slider', { name: `Your rating of ${movie}`, exact: true });
    expect(await slider.getAttribute('aria-valuetext')).toBe('4 stars');
    await page.getByRole('link', { name: 'My films' }).first().click();
    const question = page.getByRole('dialog', { name: 'Unsaved stars' });
    await question.getByRole('button', { name: 'Stay' }).click();
    expect(new URL(page.url()).pathname).toBe('/rate');
    await page.getByRole('link', { name: 'My films' }).first().click();
    await question.getByRole('button', { name: 'Save and go on' }).click();
    await page.waitForURL('**/my-films/ratings');
    await see(async () => expect(await moviesOn(page)).toEqual([movie]));
  });

  it('keeps no access token where a script could find it later', async () => {
    const { page } = await fixture.filmLover();
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    expect(kept).not.toMatch(/eyJ/);
    const cookies = await page.context().cookies(`${fixture.system.api}/auth/refresh`);
    expect(cookies).toMatchObject([{ name: 'refresh_token', httpOnly: true, sameSite: 'Strict' }]);
  });

  it('renews an expired log-in by itself, and asks to log in again when the session is over', async () => {
    const { page, person } = await fixture.filmLover();
    await page.goto('/my-films/ratings');
    await see(async () => expect((await moviesOn(page)).length).toBe(5));
    let refused = 0;
    await page.route('**/api/v1/me/watchlist', async (route) => {
      refused += 1;
      if (refused === 1)
        await route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' });
      else await route.continue();
    });
    const renewed = page.waitForResponse('**/api/v1/auth/refresh');
    await page.getByRole('link', { name: 'Watchlist' }).click();
    expect((await renewed).status()).toBe(200);
    await page.getByText('Nothing on your watchlist').waitFor();

    // A new password ends every session.
    const changed = await person.send('PATCH', '/me', {
      currentPassword: person.password,
      password: 'a new password',
    });
    expect(changed.status).toBe(200);
    await page.goto('/my-films/taste?from=here');
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password').fill('a new password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/my-films/taste?from=here');
  });

  it('ships the licences of all that it is built with', async () => {
    const licences = await (await fetch(`${fixture.origin}/licences.txt`)).text();
    for (const part of ['## react ', '@fontsource-variable/inter', 'SIL OPEN FONT LICENSE'])
      expect(licences).toContain(part);
  });

  it('never made the page complain, nor broke its own content policy', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
