import { expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { eventually } from '../support/process/eventually.js';
import { inBrowser } from '../support/web/in-browser.js';
import { hearNoNews, moviesOn, see } from '../support/web/web.fixture.js';

/** One red pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** Where every poster and every title is, to the pixel. */
const LAYOUT = `JSON.stringify([...document.querySelectorAll('[data-film] .poster, [data-film] h3')]
  .map((element) => element.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, width, height]))`;

const OPACITY = `getComputedStyle(document.querySelector('[data-film] .poster img')).opacity`;

/** The address of the picture of which the window shows most. */
const MOST_SEEN = `[...document.querySelectorAll('.welcome-wall img')].map((image) => {
  const { left, right, top, bottom } = image.getBoundingClientRect();
  const [across, down] = [Math.min(right, innerWidth) - Math.max(left, 0), Math.min(bottom, innerHeight) - Math.max(top, 64)];
  return { address: image.src, seen: Math.max(across, 0) * Math.max(down, 0) };
}).reduce((most, other) => (other.seen > most.seen ? other : most)).address`;

inBrowser('posters', (fixture) => {
  let page: Page;
  /** Requests for pictures that wait for the test's answer. */
  let asked: Route[];

  /** A page whose pictures are answered by the test instead of TMDB's host. */
  async function openWithHost(): Promise<void> {
    page = await fixture.visitor();
    asked = [];
    await page.route('https://image.tmdb.org/**', (route) => void asked.push(route));
    await page.goto('/search?q=space');
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(5));
    await see(async () => expect(asked.length).toBeGreaterThan(5));
    await page.evaluate('document.fonts.ready');
  }

  it('are drawn at first, and give way to the picture when it comes, without moving anything', async () => {
    await openWithHost();
    const before = await page.evaluate<string>(LAYOUT);
    expect(asked.every((route) => /\/t\/p\/w342\/[\w-]+\.jpg$/.test(route.request().url()))).toBe(true);
    expect(asked.every((route) => route.request().headers().referer === undefined)).toBe(true);
    for (const route of asked) await route.fulfill({ contentType: 'image/png', body: PICTURE });
    await see(async () => expect(await page.evaluate(OPACITY)).toBe('1'));
    expect(await page.evaluate<string>(LAYOUT)).toBe(before);
  });

  it('cost no font while the pictures come, and a stranger no more pictures than there is room for', async () => {
    page = await fixture.visitor();
    const fonts: string[] = [];
    page.on('request', (request) => {
      if (/\.woff2$/.test(request.url())) fonts.push(request.url());
    });
    const pictures: string[] = [];
    await page.route('https://image.tmdb.org/**', (route) => {
      pictures.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: PICTURE });
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/');
    await see(async () => expect(await page.locator('.welcome-wall img[data-loaded]').count()).toBe(6));
    await page.evaluate('document.fonts.ready');
    expect(fonts.filter((url) => url.includes('archivo'))).toEqual([]);
    expect(fonts).not.toEqual([]);
    expect(pictures).toHaveLength(6);
    // What is seen most of comes first: the page is as good as there with it.
    expect(pictures.slice(0, 2)).toContain(await page.evaluate(MOST_SEEN));
  });

  it.each([
    ['a stranger', '/api/v1/movies?'],
    ['who comes back', '/api/v1/me/rows?'],
  ])(
    'are fetched for %s while the app itself is on its way, and nothing is asked for twice',
    async (who, address) => {
      if (who === 'a stranger') page = await fixture.visitor();
      else {
        const lover = await fixture.filmLover();
        ({ page } = lover);
        await page.goto('/');
        await page.locator('[data-film]').first().waitFor();
        // Rows follow their list, and are rightly asked for again until they have.
        await eventually(async () =>
          expect((await lover.person.get<{ status: string }>('/me/rows')).body.status).toBe('fresh'),
        );
      }
      const picture = page.waitForRequest('https://image.tmdb.org/**');
      let held = 0;
      await page.route('**/assets/main-*.js', async (route) => {
        held += 1;
        await picture;
        await route.continue();
      });
      // Another list, announced meanwhile, is rightly asked for.
      await hearNoNews(page);
      let asked: string[] = [];
      page.on('request', (request) => {
        if (request.isNavigationRequest()) asked = [];
        asked.push(new URL(request.url()).pathname);
      });
      await page.goto('/');
      await page.locator('.poster').first().waitFor();
      expect(asked.filter((path) => `${path}?` === address)).toHaveLength(1);
      await see(async () => expect(await page.locator('main h1').count()).toBe(1));
      expect(held).toBe(1);
    },
  );

  it('stay drawn when the host fails, without moving anything, and nobody asks it for ever', async () => {
    await openWithHost();
    const before = await page.evaluate<string>(LAYOUT);
    for (const route of asked) await route.abort();
    await see(async () => expect(await page.locator('[data-film]').first().locator('img').count()).toBe(0));
    expect(await page.evaluate<string>(LAYOUT)).toBe(before);
    expect(await page.locator('[data-film] .poster-title').first().isVisible()).toBe(true);
    const soFar = asked.length;
    await page.getByRole('searchbox', { name: 'Search films' }).fill('paris');
    await see(async () => expect((await moviesOn(page))[0]).toMatch(/paris/));
    expect(asked).toHaveLength(soFar);
  });

  it('never made the page complain, nor broke its content policy', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
