import { expect, it } from '@jest/globals';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import { moviesOn, see, star } from '../support/web/web.fixture.js';

/** Whether the place chosen stands where the tabs fade, which says that there are more. */
const FADED = `(() => {
  const tabs = document.querySelector('.sub-nav');
  const end = tabs.getBoundingClientRect().right - parseFloat(getComputedStyle(tabs).paddingRight);
  return tabs.querySelector('.active').getBoundingClientRect().right > end + 1;
})()`;

inBrowser('the web app', (fixture) => {
  it('has room on small windows and large ones for header, tabs, sheet and wall', async () => {
    const touch = { viewport: { width: 390, height: 844 }, hasTouch: true };
    const stranger = await fixture.visitor(touch);
    const { page } = await fixture.filmLover(touch);
    await page.goto('/');
    const bar = page.getByRole('navigation', { name: 'Main, at the bottom' });
    await bar.getByRole('link', { name: 'Search' }).tap();
    await page.getByRole('searchbox', { name: 'Search films' }).fill('paris film 9');
    await see(async () => expect((await moviesOn(page))[0]).toBe('paris film 9'));

    for (const path of ['/my-films/taste', '/my-films/import']) {
      await page.goto(path);
      await page.locator('.sub-nav .active').waitFor();
      expect([path, await page.evaluate(FADED)]).toEqual([path, false]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/list');
    await page.locator('[data-film] .card-link').first().click();
    await page.locator('.sheet-why .contribution-legend').waitFor();
    expect(await page.evaluate(`document.querySelector('.dialog').scrollWidth`)).toBe(320);

    await page.setViewportSize({ width: 820, height: 1100 });
    expect(await page.evaluate(`document.querySelector('.header-nav').offsetHeight`)).toBeLessThan(40);
    // As on a screen of 1280 × 1024 zoomed in by four.
    await page.setViewportSize({ width: 320, height: 256 });
    await page.goto('/rate');
    await page.locator('[data-film] .stars').first().waitFor();
    await page.mouse.wheel(0, 600);
    await see(async () => expect(await page.evaluate('scrollY')).toBeGreaterThan(300));
    const covering = `[1, 128, 255].map((y) => document.elementFromPoint(160, y).closest('main') !== null)`;
    expect(await page.evaluate(covering)).toEqual([true, true, true]);

    const lowest = `document.querySelector('.welcome-wall > :last-child').getBoundingClientRect().bottom`;
    for (const [width, height] of [
      [820, 1180],
      [1360, 900],
      [1920, 1080],
    ]) {
      await stranger.setViewportSize({ width, height });
      await stranger.goto('/');
      await stranger.locator('.welcome-wall .poster').first().waitFor();
      expect(await stranger.evaluate(lowest)).toBeGreaterThan(height);
    }
  });

  it('says without colours of its own what is chosen, and how much', async () => {
    const { page } = await fixture.filmLover({ forcedColors: 'active' });
    /** Those of some elements that look like the page around them. */
    const unseen = (selectors: string[]) =>
      page.evaluate<string[]>(`${JSON.stringify(selectors)}.filter((selector) => {
        const background = (element) => getComputedStyle(element).backgroundColor;
        return background(document.querySelector(selector)) === background(document.body) ||
          background(document.querySelector(selector)) === 'rgba(0, 0, 0, 0)';
      })`);
    await page.goto('/list?genre=Drama&diversity=0.5');
    await page.locator('[data-film]').first().waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('.genre-choice').first().waitFor();
    const chosen = ['.genre-choice [aria-pressed=true]', '.header-nav .active'];
    const slider = ['.slider-track', '.slider-range', '.slider-thumb'];
    expect(await unseen([...chosen, ...slider])).toEqual([]);
    await page.locator('.card-link').first().click();
    await page.locator('.contribution-bar span').first().waitFor();
    expect(await unseen(['.contribution-bar span', '.contribution-legend .swatch'])).toEqual([]);
    await page.goto('/my-films/taste');
    await page.locator('.bar').first().waitFor();
    expect(await unseen(['.sub-nav .active', '.bar-fill', '.swatch.everyone'])).toEqual([]);
  });

  it('saves a star at once, and what an earlier version kept here unsaved', async () => {
    const { page, person } = await fixture.filmLover({ loves: 'nothing' });
    await page.goto('/');
    await page.waitForURL('**/rate');
    await page.locator('[data-film]').first().waitFor();
    const [movie] = await moviesOn(page);
    await star(page, movie, 4).click();
    await page.getByText('4 more for a first list').waitFor();
    await page.getByRole('link', { name: 'My films' }).first().click();
    await see(async () => expect(await moviesOn(page)).toEqual([movie]));

    const { id } = (await person.get<{ id: string }>('/me')).body;
    const kept = JSON.stringify({ [movieId('space', 50)]: 4.5 });
    await page.evaluate(`localStorage.setItem('unsaved-stars ${id}', ${JSON.stringify(kept)})`);
    // My ratings of before this save are told only after it.
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
    await page.route(
      '**/api/v1/me/ratings?*',
      async (route) => {
        const response = await route.fetch();
        await saved;
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await page.goto('/rate');
    await page.getByText('3 more for a first list').waitFor();
    await see(async () =>
      expect(await page.evaluate(`localStorage.getItem('unsaved-stars ${id}')`)).toBe('{}'),
    );
    await page.goto('/my-films/ratings');
    await see(async () => expect((await moviesOn(page)).sort()).toEqual([movie, 'space film 50'].sort()));
  });

  it('keeps no access token where a script could find it later', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
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
    for (const part of [
      '## react ',
      '@fontsource-variable/inter',
      'SIL OPEN FONT LICENSE',
      'workbox-precaching',
    ])
      expect(licences).toContain(part);
  });

  it('never made the page complain, nor broke its own content policy', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
