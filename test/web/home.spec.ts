import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import { moviesOn, ownList, see, star } from '../support/web/web.fixture.js';

const rowsShown = '.film-row > ul';
const scrolled = (page: Page) =>
  page.evaluate<number>(`document.querySelector(${JSON.stringify(rowsShown)}).scrollLeft`);

inBrowser('home', (fixture) => {
  it('is rows that say why, scroll by mouse and keyboard, and lead to all of themselves and back', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    await ownList(page);
    const row = page.getByRole('region', { name: 'For you' });
    await row.getByText('The best matches of all').waitFor();
    const movies = await row.locator('h3').allTextContents();
    const shown = await moviesOn(page);
    expect(new Set(shown).size).toBe(shown.length);

    const [on, back] = ['Further in this row', 'Back in this row'].map((name) =>
      row.getByRole('button', { name }),
    );
    expect(await back.isDisabled()).toBe(true);
    await on.click();
    await see(async () => expect(await scrolled(page)).toBeGreaterThan(500));
    await back.click();
    await see(async () => expect(await scrolled(page)).toBe(0));
    await row.getByRole('link', { name: movies[0], exact: true }).focus();
    for (let n = 0; n < 12; n += 1) await page.keyboard.press('ArrowRight');
    const focused = `document.activeElement.textContent`;
    expect(await page.evaluate(focused)).toBe(movies[12]);
    await see(async () => expect(await scrolled(page)).toBeGreaterThan(500));
    const place = await scrolled(page);

    // Tab leaves the row with the next stop, and does not come to each of its films.
    const stops = new Set<string>();
    for (let n = 0; n < 8; n += 1) {
      await page.keyboard.press('Tab');
      stops.add(
        await page.evaluate(`document.activeElement.closest('[data-film]')?.dataset.film ?? 'beyond'`),
      );
    }
    expect([...stops].length).toBeLessThanOrEqual(3);
    expect(stops).toContain('beyond');

    await row.getByRole('link', { name: 'All of this row' }).click();
    await page.waitForURL('**/list');
    await see(async () => expect((await moviesOn(page)).slice(0, 12)).toEqual(movies.slice(0, 12)));
    await page.goBack();
    await see(async () => expect(await scrolled(page)).toBe(place));

    await page.goto('/?genre=Drama&yearFrom=1990');
    await page.waitForURL('**/list?genre=Drama&yearFrom=1990');
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(5));
    await page.getByRole('link', { name: 'For you' }).first().click();
    await row.waitFor();
  });

  it('scrolls its rows by finger, and opens a film over them', async () => {
    const { page } = await fixture.filmLover({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto('/');
    await ownList(page);
    const { y } = (await page.locator(rowsShown).first().boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    for (const x of [320, 300, 260, 200, 140, 80])
      await touch.send('Input.dispatchTouchEvent', {
        type: x === 320 ? 'touchStart' : 'touchMove',
        touchPoints: [{ x, y: y + 100 }],
      });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await see(async () => expect(await scrolled(page)).toBeGreaterThan(100));
    const [movie] = await moviesOn(page);
    await page.getByRole('link', { name: movie, exact: true }).tap();
    const sheet = page.getByRole('dialog', { name: movie });
    await sheet.getByText('Why it is on your list').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await star(page, movie, 5).tap();
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await see(async () => expect(await moviesOn(page)).not.toContain(movie));
  });

  it('follows a rating at once while somebody sees it, and else when they do', async () => {
    const { page, person } = await fixture.filmLover();
    await page.goto('/');
    await ownList(page);
    let asked = 0;
    page.on('request', (request) => {
      if (/\/me\/rows/.test(request.url())) asked += 1;
    });
    const generated = () => page.locator('[data-generated]').getAttribute('data-generated');
    const rate = async (n: number, version: number) => {
      await person.untilListed(version, () => person.rate({ [movieId('space', n)]: 5 }));
    };
    const before = await generated();
    await rate(20, 2);
    await see(async () => expect(await generated()).not.toBe(before));
    await page.getByText('Updated with what you just told us').waitFor();

    const look = (state: 'visible' | 'hidden') =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await see(async () => expect(await page.locator('[data-stale]').count()).toBe(0));
    await look('hidden');
    asked = 0;
    await rate(21, 3);
    await page.evaluate(`fetch('/health/live').then(() => undefined)`);
    const hidden = await generated();
    expect(asked).toBe(0);
    await look('visible');
    await see(async () => expect(await generated()).not.toBe(hidden));
    expect(asked).toBe(1);
    expect(await moviesOn(page)).not.toContain('space film 21');
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
