import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TcpProxy } from '../support/process/tcp-proxy.js';
import { address } from '../support/process/eventually.js';
import { startSmall } from '../support/system/small.system.js';
import { System } from '../support/system/system.js';
import { findChromium, NO_CHROMIUM } from '../support/web/browser.js';
import { expectNoFaults, moviesOn, see, star, TEST_MS, WebFixture } from '../support/web/web.fixture.js';

jest.setTimeout(TEST_MS);

const chromium = findChromium();
if (!chromium) console.warn(NO_CHROMIUM);

/** On a system of its own, because it stops parts of it. */
(chromium ? describe : describe.skip)('when a part of the system is away, the web app', () => {
  let chroma: TcpProxy;
  let system: System;
  let fixture: WebFixture;

  beforeAll(async () => {
    chroma = await (await TcpProxy.inFrontOf(address('CHROMA_URL'))).opened();
    system = new System({ CHROMA_URL: chroma.url });
    fixture = new WebFixture(chromium ?? '', system);
    await Promise.all([startSmall(system), fixture.start()]);
  }, 180_000);
  afterEach(() => fixture.closeContexts());
  afterAll(async () => {
    await fixture.stop();
    await system.stopAll();
    await chroma.shut();
  }, 60_000);

  it('says when the server is away, and goes on when it is back', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    await page.locator('[data-film]').first().waitFor();
    const [movie] = await moviesOn(page);
    await system.stop('gateway');
    await page.getByRole('link', { name: movie, exact: true }).click();
    await page.getByText('The server can’t be reached.').waitFor();
    await star(page, movie, 5).click();
    await page.getByText(`${movie} was not saved.`).waitFor();
    await system.start('gateway');
    await page.getByText('The server can’t be reached.').waitFor({ state: 'hidden' });
    await page.getByText('Why it is on your list').waitFor();
    await page.keyboard.press('Escape');

    await page.route(/\/(api|health)\//, (route) => route.abort());
    await page.reload();
    await page.getByRole('heading', { name: 'We can’t reach the server.' }).waitFor();
    await page.unroute(/\/(api|health)\//);
    await page.locator('[data-film]').first().waitFor();
    await page.getByRole('link', { name: movie, exact: true }).click();
    await star(page, movie, 5).click();
    await page.keyboard.press('Escape');
    await see(async () => expect(await moviesOn(page)).not.toContain(movie));
  });

  it('says that plot search is off, still finds titles, and finds plots when it is on again', async () => {
    const page = await fixture.visitor();
    await chroma.shut();
    try {
      await page.goto('/search?q=paris');
      await page.getByText('Search by plot is off at the moment').waitFor();
      await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(5));
      await expectNoFaults(page);
    } finally {
      await chroma.opened();
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Search by plot is off at the moment').waitFor({ state: 'hidden' });
    await page.getByRole('searchbox', { name: 'Search films' }).fill('astronauts meet an alien robot');
    const about = page.getByRole('region', { name: /^Films about/ });
    await about.locator('[data-film]').first().waitFor();
  });

  it('never makes the page complain, nor breaks its own content policy', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
