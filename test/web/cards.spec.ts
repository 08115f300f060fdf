import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser } from '../support/web/in-browser.js';
import { expectNoFaults, moviesOn, ownList, see, SMALL_TARGETS, star } from '../support/web/web.fixture.js';

const cardOf = (page: Page, movie: string) =>
  page.locator('[data-film]', { has: page.getByRole('link', { name: movie, exact: true }) });

/** What the focus is at: the movie of its card, else the kind of element. */
const focused = (page: Page) =>
  page.evaluate<string>(`(() => { const { activeElement: at } = document;
    return at.closest('[data-film]')?.querySelector('h3').textContent ?? at.localName; })()`);

const generated = (page: Page) => page.locator('[data-generated]').getAttribute('data-generated');

/** Does what changes the list, and waits for the list that comes of it. */
async function changing(page: Page, change: () => Promise<unknown>): Promise<void> {
  const before = await generated(page);
  await change();
  await see(async () => expect(await generated(page)).not.toBe(before));
  await ownList(page);
}

inBrowser('a film’s card', (fixture) => {
  it('takes stars, seen, later and not for me while the mouse is at it, and only then has room for them', async () => {
    const { page, person } = await fixture.filmLover();
    await page.goto('/list');
    await ownList(page);
    const [first, second, third] = await moviesOn(page);
    expect(await page.locator('.quick').count()).toBe(0);

    await cardOf(page, first).hover();
    expect(await page.evaluate(SMALL_TARGETS)).toEqual([]);
    await expectNoFaults(page);
    // A second click on the same star is half of one less, so the card waits for it.
    await changing(page, async () => {
      await star(page, first, 4).click();
      await star(page, first, 4).click();
      await page.getByText(`${first}: 3.5 stars.`).waitFor();
      await see(async () => expect(await moviesOn(page)).not.toContain(first));
    });
    await changing(page, () => page.getByRole('button', { name: 'Undo' }).click());
    const rated = async () => (await person.get<{ items: unknown[] }>('/me/ratings')).body.items.length;
    await see(async () => expect(await rated()).toBe(5));

    const at = (movie: string, action: string) => cardOf(page, movie).getByRole('button', { name: action });
    await changing(page, async () => {
      await cardOf(page, second).hover();
      await at(second, 'Not interested').dblclick();
      await page.getByText(`${second} will not be suggested again.`).waitFor();
      await see(async () => expect(await moviesOn(page)).not.toContain(second));
    });
    await changing(page, async () => {
      await cardOf(page, third).hover();
      await at(third, 'Watch later').click();
      // Said at once, though nobody is at the card any more.
      await page.mouse.move(0, 0);
      await page.getByText(`${third} is on your watchlist`).waitFor();
      await see(async () => expect(await moviesOn(page)).not.toContain(third));
      await see(async () => expect(await page.locator('.quick').count()).toBe(0));
    });
    const [seen] = await moviesOn(page);
    await cardOf(page, seen).hover();
    await at(seen, 'Seen it').click();
    await page.getByText(`${seen}: seen. It will not be suggested again.`).waitFor();
    await see(async () => expect(await moviesOn(page)).not.toContain(seen));
    await see(async () => {
      const { body: list } = await person.get<{ items: { movie: { title: string } }[] }>('/me/seen');
      expect(list.items.map(({ movie }) => movie.title)).toEqual([seen]);
    });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await see(async () => expect(await moviesOn(page)).toContain(seen));
    const { body } = await person.get<{ items: { movie: { title: string } }[] }>('/me/not-interested');
    expect(body.items.map(({ movie }) => movie.title)).toEqual([second]);
  });

  it('is answered by the keyboard alone, which then stands at its neighbour', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await ownList(page);
    const [first, second] = await moviesOn(page);
    await page.getByRole('slider', { name: 'How surprising the list may be' }).focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(first);
    await page.keyboard.press('Tab');
    await changing(page, async () => {
      await page.keyboard.press('5');
      await see(async () => expect(await moviesOn(page)).not.toContain(first));
      expect(await focused(page)).toBe(second);
    });
    const after = await moviesOn(page);
    const next = after[after.indexOf(second) + 1];
    const name = 'document.activeElement.ariaLabel';
    while ((await page.evaluate(name)) !== 'Not interested') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await see(async () => expect(await moviesOn(page)).not.toContain(second));
    expect(await focused(page)).toBe(next);
    expect(await page.locator('.quick').count()).toBe(1);
  });

  it('opens its actions for a finger that rests on it, and the film for one that taps', async () => {
    const { page } = await fixture.filmLover({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto('/list');
    await ownList(page);
    const [first, second] = await moviesOn(page);
    const touch = await page.context().newCDPSession(page);
    const rest = async (movie: string) => {
      const { x, y, width } = (await cardOf(page, movie).boundingBox())!;
      const touchPoints = [{ x: x + width / 2, y: y + width / 2 }];
      await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await page.getByRole('dialog', { name: movie }).waitFor();
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    await rest(first);
    const actions = page.getByRole('dialog', { name: first });
    expect(new URL(page.url()).search).toBe('');
    expect(await page.evaluate(SMALL_TARGETS)).toEqual([]);
    await expectNoFaults(page);
    await actions.getByRole('button', { name: 'Not interested' }).tap();
    await actions.waitFor({ state: 'detached' });
    expect(await focused(page)).not.toBe('body');
    await see(async () => expect(await moviesOn(page)).not.toContain(first));
    await page.getByRole('button', { name: 'Undo' }).tap();
    await see(async () => expect(await moviesOn(page)).toContain(first));

    await rest(second);
    await star(page, second, 5).tap();
    await page.getByText(`${second}: 5 stars.`).waitFor();
    await see(async () => expect(await moviesOn(page)).not.toContain(second));
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('link', { name: first, exact: true }).tap();
    await page.getByRole('dialog', { name: first }).getByText('Why it is on your list').waitFor();
  });

  it('shows in forced colours what is chosen, and keeps a stranger’s stars', async () => {
    const { page } = await fixture.filmLover({ forcedColors: 'active' });
    await page.goto('/search?q=paris%20film%203');
    await cardOf(page, 'paris film 3').hover();
    const later = cardOf(page, 'paris film 3').getByRole('button', { name: 'Watch later' });
    await later.click();
    const background = (selector: string) =>
      page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).backgroundColor`);
    await see(async () => expect(await later.getAttribute('aria-pressed')).toBe('true'));
    expect(await background('.quick [aria-pressed=true]')).not.toBe(await background('.quick-body'));

    const stranger = await fixture.visitor();
    await stranger.goto('/list?genre=Drama');
    await cardOf(stranger, 'paris film 3').hover();
    expect(await cardOf(stranger, 'paris film 3').getByRole('button').count()).toBe(0);
    await star(stranger, 'paris film 3', 4).click();
    await stranger.getByRole('dialog', { name: 'Keep your rating' }).waitFor();
  });

  it('is gone to and answered by single keys, which a sheet tells of and switches off', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await ownList(page);
    const movies = await moviesOn(page);
    const columns = await page.evaluate<number>(
      `getComputedStyle(document.querySelector('.grid')).gridTemplateColumns.split(' ').length`,
    );
    const keys = async (...names: string[]) => {
      for (const name of names) await page.keyboard.press(name);
      return focused(page);
    };
    expect(await keys('ArrowRight')).toBe(movies[0]);
    expect(await keys('ArrowRight', 'ArrowRight', 'ArrowLeft')).toBe(movies[1]);
    expect(await keys('ArrowDown')).toBe(movies[columns + 1]);
    expect(await keys('ArrowUp', 'ArrowLeft', 'ArrowLeft')).toBe(movies[0]);

    await keys('s');
    await page.getByText(`${movies[0]}: seen.`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await see(async () => expect(await moviesOn(page)).toContain(movies[0]));
    await ownList(page);
    await page.getByRole('link', { name: movies[0], exact: true }).focus();
    await keys('n');
    await page.getByText(`${movies[0]} will not be suggested again.`).waitFor();
    await see(async () => expect(await focused(page)).toBe(movies[1]));
    await changing(page, async () => {
      await keys('w');
      await page.getByText(`${movies[1]} is on your watchlist`).waitFor();
      await see(async () => expect(await moviesOn(page)).not.toContain(movies[1]));
    });
    const third = await focused(page);
    await changing(page, async () => {
      await keys('4', '4');
      await page.getByText(`${third}: 3.5 stars.`).waitFor();
      await see(async () => expect(await moviesOn(page)).not.toContain(third));
    });
    const fourth = await focused(page);
    await keys('Enter');
    await page.getByRole('dialog', { name: fourth }).waitFor();
    await keys('2');
    await page.getByText(`${fourth}: 2 stars.`).waitFor();
    await keys('Escape');

    await keys('/');
    await page.keyboard.type('w? /');
    expect(await page.getByRole('searchbox', { name: 'Search films' }).inputValue()).toBe('w? /');
    await page.goto('/list');
    await ownList(page);
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await keys('?');
    await sheet.getByText('From film to film').waitFor();
    await expectNoFaults(page);
    await sheet.getByRole('checkbox', { name: 'Single keys' }).uncheck();
    await keys('Escape', '/', '?');
    expect(await focused(page)).toBe('main');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await keys('ArrowRight');
    expect(await focused(page)).toBe((await moviesOn(page))[0]);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await sheet.getByRole('checkbox', { name: 'Single keys' }).check();
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
