import { expect, it } from '@jest/globals';
import type { Items } from '../support/system/film-lover.js';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import { expectNoFaults, moviesOn, ownList, see, star } from '../support/web/web.fixture.js';

inBrowser('my films', (fixture) => {
  it('have what was seen without stars, from where it is rated and taken away, each with a way back', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/rate');
    await page.locator('[data-film]').first().waitFor();
    const [first, second] = await moviesOn(page);
    const seenIt = (title: string) => page.getByRole('button', { name: `Seen it: ${title}`, exact: true });
    await seenIt(first).click();
    await see(async () => expect(await moviesOn(page)).not.toContain(first));
    await page.getByRole('button', { name: 'Undo' }).click();
    await see(async () => expect(await moviesOn(page)).toContain(first));
    for (const title of [first, second]) {
      const next = (await moviesOn(page))[1];
      await seenIt(title).press('Enter');
      await see(async () => expect(await moviesOn(page)).not.toContain(title));
      const focused = `document.activeElement.closest('[data-film]')?.querySelector('h3').textContent`;
      await see(async () => expect(await page.evaluate(focused)).toBe(next));
    }

    await page.getByRole('link', { name: 'My films' }).first().click();
    await page.getByRole('link', { name: 'Seen', exact: true }).click();
    await see(async () => expect(await moviesOn(page)).toEqual([second, first]));
    await expectNoFaults(page);
    await page.reload();
    await see(async () => expect(await moviesOn(page)).toEqual([second, first]));
    await page.getByRole('button', { name: `Not seen: ${second}`, exact: true }).click();
    await see(async () => expect(await moviesOn(page)).toEqual([first]));
    await page.getByRole('button', { name: 'Undo' }).click();
    await see(async () => expect(await moviesOn(page)).toEqual([second, first]));
    await star(page, first, 4).click();
    await see(async () => expect(await moviesOn(page)).toEqual([second]));
    await page.goto('/rate');
    await page.locator('[data-film]').first().waitFor();
    expect(await moviesOn(page)).not.toContain(second);
  });

  it('take in what is said to be seen on its sheet and its page, until it has stars', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await ownList(page);
    const [first, second] = await moviesOn(page);
    await page.getByRole('link', { name: first, exact: true }).click();
    const sheet = page.getByRole('dialog', { name: first });
    const answered = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    await sheet.getByRole('button', { name: 'Seen it' }).click();
    await answered;
    await page.keyboard.press('Escape');
    await see(async () => expect(await moviesOn(page)).not.toContain(first));
    await page.getByRole('link', { name: second, exact: true }).click();
    await page.getByRole('dialog', { name: second }).getByRole('link', { name: second, exact: true }).click();
    const actions = page.locator('.movie-words .film-actions');
    const seenIt = actions.getByRole('button', { name: 'Seen it' });
    await seenIt.click();
    await page.getByRole('button', { name: `When did you watch it?: ${second}`, exact: true }).waitFor();
    expect(await seenIt.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('link', { name: 'My films' }).first().click();
    await page.getByRole('link', { name: 'Seen', exact: true }).click();
    await see(async () => expect(await moviesOn(page)).toEqual([second, first]));
    await page.getByRole('link', { name: second, exact: true }).click();
    await star(page, second, 4).first().click();
    await seenIt.waitFor({ state: 'detached' });
  });

  it('have their stars back as soon as a removal is undone, though the server has not heard of it', async () => {
    const { page } = await fixture.filmLover();
    await page.goto(`/movies/${movieId('space', 3)}`);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/me/ratings/*', async (route) => {
      await held;
      await route.continue();
    });
    const words = page.locator('.movie-ratings .rate-words');
    await page.getByRole('button', { name: 'Remove my rating of space film 3' }).click();
    await see(async () => expect(await words.innerText()).toBe('Rate it'));
    await page.getByRole('button', { name: 'Undo' }).click();
    await see(async () => expect(await words.innerText()).toBe('5 stars'));
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    letGo();
    await saved;
    await page.goto('/my-films/ratings');
    await page.getByText('5 films, 5.0 stars on average').waitFor();
  });

  it('are sorted, filtered and searched, which stands in the address', async () => {
    const { page, person } = await fixture.filmLover();
    await person.rate({ [movieId('paris', 5)]: 2, [movieId('space', 40)]: 3.5 });
    await page.goto('/my-films/ratings');
    await page.getByText('7 films, 4.4 stars on average').waitFor();
    await page.getByLabel('Sort').selectOption('worst');
    await see(async () => expect((await moviesOn(page))[0]).toBe('paris film 5'));
    await page.getByLabel('Stars').selectOption('3');
    await see(async () => expect((await moviesOn(page))[0]).toBe('space film 40'));
    await page.getByText('6 of 7 films').waitFor();
    await page.getByLabel('Decade').selectOption('2000');
    await see(async () => expect(await moviesOn(page)).toEqual(['space film 40']));
    await page.reload();
    await see(async () => expect(await moviesOn(page)).toEqual(['space film 40']));
    const words = page.getByRole('searchbox', { name: 'Search my ratings by title' });
    await words.fill('paris');
    await page.getByText('No film here is like that.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText('7 films, 4.4 stars on average').waitFor();
    await words.fill('FILM páris');
    await see(async () => expect(await moviesOn(page)).toEqual(['paris film 5']));

    for (const [camp, n] of [
      ['paris', 8],
      ['space', 30],
      ['paris', 9],
    ] as const)
      await person.put(`/me/watchlist/${movieId(camp, n)}`);
    await page.goto('/my-films/watchlist');
    await see(async () =>
      expect(await moviesOn(page)).toEqual(['paris film 9', 'space film 30', 'paris film 8']),
    );
    await page.locator('[data-film] .predicted').first().waitFor();
    await page.getByLabel('Sort').selectOption('match');
    await see(async () => expect((await moviesOn(page))[0]).toBe('space film 30'));
    await page.getByLabel('Genre').selectOption('Romance');
    await see(async () => expect((await moviesOn(page)).length).toBe(2));
    await expectNoFaults(page);
  });

  it('say on the page of my taste whose films I like, and where I part with everyone', async () => {
    const { page, person } = await fixture.filmLover();
    await person.rate({ [movieId('paris', 4)]: 5, [movieId('paris', 8)]: 1, [movieId('space', 59)]: 4 });
    await page.goto('/my-films/taste');
    const directors = page.locator('section', { has: page.getByRole('heading', { name: 'Directors' }) });
    await directors.getByRole('listitem').filter({ hasText: '4.8 stars · 6 films' }).waitFor();
    await page.getByText(/You give \d\.\d stars more than everyone does: 4\.\d against \d\.\d/).waitFor();
    const films = (title: string) =>
      page.locator('section', { has: page.getByRole('heading', { name: title }) }).locator('h3');
    await see(async () =>
      expect(await films('You like them more').allInnerTexts()).toContain('paris film 4'),
    );
    expect(await films('You like them less').allInnerTexts()).toEqual(['paris film 8']);
    await expectNoFaults(page);
    await directors.getByRole('link', { name: 'Ada Orbit' }).click();
    await page.getByRole('heading', { name: 'Ada Orbit', level: 1 }).waitFor();
  });

  it('are a diary: when each was watched, and watched again', async () => {
    const { page, person } = await fixture.filmLover({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await page.goto('/my-films/ratings');
    await page.locator('[data-film]').first().waitFor();
    const [, , film] = await moviesOn(page);
    await page.getByRole('button', { name: `When did you watch it?: ${film}`, exact: true }).tap();
    const dialog = page.getByRole('dialog', { name: `When you watched ${film}` });
    await expectNoFaults(page);
    await dialog.getByLabel('First watched on', { exact: true }).fill('2025-12-24');
    await dialog.getByRole('button', { name: 'Save: First watched on' }).tap();
    for (const day of ['2026-02-03', '2026-01-02']) {
      await dialog.getByLabel('Watched again on', { exact: true }).fill(day);
      await dialog.getByRole('button', { name: 'Add: Watched again on' }).tap();
    }
    const again = dialog.getByRole('list', { name: 'Watched again' }).getByRole('listitem');
    await see(async () =>
      expect(await again.allInnerTexts()).toEqual([
        expect.stringContaining('Jan 2, 2026'),
        expect.stringContaining('Feb 3, 2026'),
      ]),
    );
    await dialog.getByRole('button', { name: 'Remove Feb 3, 2026' }).tap();
    await see(async () => expect(await again.count()).toBe(1));
    await dialog.getByRole('button', { name: 'Undo' }).tap();
    await see(async () => expect(await again.count()).toBe(2));
    await dialog.getByRole('button', { name: 'Close', exact: true }).tap();
    const said = `Watched Feb 3, 2026, 3 times: ${film}`;
    await page.getByRole('button', { name: said, exact: true }).waitFor();
    const kept = { seenAt: '2025-12-24', rewatches: ['2026-01-02', '2026-02-03'] };
    await see(async () =>
      expect((await person.get<Items<object>>('/me/ratings')).body.items[2]).toMatchObject(kept),
    );
    await page.reload();
    await page.getByRole('button', { name: said, exact: true }).waitFor();
    expect((await moviesOn(page))[2]).toBe(film);
    await page.getByLabel('Sort').selectOption('watched');
    await see(async () => expect((await moviesOn(page))[0]).toBe(film));
    await page.getByRole('link', { name: film, exact: true }).tap();
    await page.getByRole('heading', { name: film, level: 1 }).waitFor();
    await page.getByRole('button', { name: said, exact: true }).waitFor();
    await page
      .getByRole('button', { name: `Remove my rating of ${film}` })
      .first()
      .tap();
    await page.getByRole('button', { name: `Watched Dec 24, 2025: ${film}`, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).tap();
    await page.getByRole('button', { name: said, exact: true }).waitFor();
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
