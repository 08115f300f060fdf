import { expect, it } from '@jest/globals';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import {
  expectNoFaults,
  isChosenAtOnce,
  moviesOn,
  see,
  shownAtOnce,
  star,
} from '../support/web/web.fixture.js';

inBrowser('somebody who chooses a film', (fixture) => {
  it('reads on a film’s page how it fits them, its series, and of any film why not', async () => {
    const { page } = await fixture.filmLover({ viewport: { width: 390, height: 844 } });
    await page.goto(`/movies/${movieId('paris', 58)}`);
    const fits = page.getByRole('region', { name: 'How it fits you' });
    await fits.getByText(/\d+% match/).waitFor();
    await fits.getByRole('list', { name: 'What speaks against it' }).getByRole('listitem').first().waitFor();
    expect(await fits.locator('.contribution-legend li').count()).toBe(6);
    const series = page.getByRole('region', { name: 'Paris Collection · part 2 of 3' });
    expect(await series.getByRole('listitem').allInnerTexts()).toEqual([
      'paris film 57 2017',
      'paris film 58 2018',
      'paris film 59 2019',
    ]);

    const whyNot = page.getByRole('region', { name: 'Why not another one?' });
    await whyNot.getByRole('searchbox').fill('space film 3');
    await whyNot.getByRole('button', { name: 'space film 3 (1963)' }).press('Enter');
    const asked = whyNot.getByRole('region', { name: 'How space film 3 fits you' });
    await asked.getByText('You have rated it, and what is rated is not suggested again').waitFor();
    expect(page.url()).toContain(`whyNot=${movieId('space', 3)}`);
    await expectNoFaults(page);
    await page.reload();
    await asked.getByText('You have rated it').waitFor();

    // In a list it stands there before the film is asked for.
    await page.goto('/list?yearFrom=2017&genre=Romance');
    await page.route('**/api/v1/movies/*', (route) => route.abort());
    await page.getByRole('link', { name: 'paris film 58' }).click();
    await page.getByRole('dialog').getByText('Paris Collection · part 2 of 3').waitFor();
    await page.unroute('**/api/v1/movies/*');
    await page.goto(`/movies/${movieId('paris', 58)}?whyNot=${movieId('space', 3)}`);
    await asked.getByText('You have rated it').waitFor();

    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoFaults(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await series.getByRole('link', { name: 'paris film 57' }).click();
    await page.getByRole('heading', { name: 'paris film 57', level: 1 }).waitFor();
    await star(page, 'paris film 57', 2).first().click();
    await fits.getByText('You have rated it').waitFor();
  });

  it('finds three films for the evening, another three, and takes one', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    await page.getByRole('link', { name: 'Tonight' }).first().click();
    const offers = page.locator('.tonight-films');
    const offered = async () => moviesOn(page);
    await offers.locator('[data-film]').first().waitFor();
    await page.getByRole('radio', { name: 'An hour and a half' }).check();
    await page.waitForURL((url) => url.searchParams.get('minutes') === '90');
    await see(async () => {
      const minutes = await offers.getByText(/^\d+ minutes$/).allInnerTexts();
      expect(minutes.map((text) => Number.parseInt(text)).filter((each) => each <= 90)).toHaveLength(3);
    });
    const first = await offered();
    await page.getByRole('button', { name: 'Another three' }).click();
    await page.getByRole('heading', { name: 'Another three' }).waitFor();
    await see(async () => expect((await offered()).filter((title) => first.includes(title))).toEqual([]));

    await page.getByLabel('What do you feel like?').fill('a widow in Paris, no science fiction');
    await page.getByText('Looking for: a widow in paris · Without: science fiction').waitFor();
    await see(async () =>
      expect((await offered()).map((title) => title.split(' ')[0])).toEqual(['paris', 'paris', 'paris']),
    );
    await page.reload();
    await page.getByText('Looking for: a widow in paris').waitFor();
    const [taken] = await offered();
    await page.getByRole('button', { name: `Take this one: ${taken}` }).press('Enter');
    await page
      .getByText(`Tonight it is ${taken}. It is on your watchlist; give it stars when you have seen it.`)
      .waitFor();
    await page.getByRole('radio', { name: 'My watchlist' }).check();
    await see(async () => expect(await offered()).toEqual([taken]));
    await page.getByRole('button', { name: 'Another three' }).click();
    await page.getByText('Those were all that fit').waitFor();
    await expectNoFaults(page);
  });

  it('is offered films to rate that tell most about them, and others for those not seen, without end', async () => {
    const { page, person } = await fixture.filmLover({ loves: 'nothing' });
    await page.goto('/');
    await page.waitForURL('**/rate');
    await page.locator('[data-film]').first().waitFor();
    const idsOn = () =>
      page.locator('[data-film]').evaluateAll((films) => films.map((film) => film.getAttribute('data-film')));
    const [first, before] = [await moviesOn(page), await idsOn()];
    for (const title of [first[0], first[1], first[3]]) await star(page, title, 5).first().click();
    // What stands before the last answer stays; behind it is what the server finds to tell most by now.
    await see(async () => {
      const { body } = await person.get<{ items: { id: string }[]; status: string }>(
        `/me/onboarding?limit=24&not=${before[2]}`,
      );
      expect(body.status).toBe('fresh');
      const now = await idsOn();
      expect(now.slice(0, 4)).toEqual(before.slice(0, 4));
      expect(now.slice(4, 16)).toEqual(body.items.map(({ id }) => id).slice(0, 12));
      expect(now.slice(4)).not.toEqual(before.slice(4));
    });
    await page.getByText('2 more for a first list').waitFor();

    const refuse = `(async () => {
      for (let times = 0; times < 80; times++) {
        for (let wait = 0; wait < 200 && !document.querySelector('.unseen'); wait++)
          await new Promise((done) => setTimeout(done, 20));
        document.querySelector('.unseen').click();
        await new Promise((done) => requestAnimationFrame(done));
      }
    })()`;
    await page.evaluate(refuse);
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(10));
    expect(await page.getByText('all the films there are').count()).toBe(0);
    await page.reload();
    await see(async () => expect(await page.locator('.unseen').count()).toBeGreaterThan(10));
    expect(new Set(await moviesOn(page)).size).toBe((await moviesOn(page)).length);
    await page.evaluate(refuse.replace('times < 80', 'times < 37'));
    await page.getByText('Those were all the films there are').waitFor();
    await page.getByRole('button', { name: 'Offer those again that I had not seen' }).press('Enter');
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(10));
  });

  it('filters by length and fame, and keeps filters under a name in this browser', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list?runtimeMax=90');
    await see(async () => expect(await moviesOn(page)).toHaveLength(18));
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByRole('slider', { name: 'How well known the films may be' }).press('End');
    await page.waitForURL((url) => url.searchParams.get('known') === '1');
    await page.getByRole('slider', { name: 'Shortest, in minutes' }).press('PageUp');
    await page.waitForURL((url) => url.searchParams.has('runtimeMin'));
    await page.getByLabel('A name for these filters').fill('weeknights');
    await page.getByRole('button', { name: 'Keep these in this browser' }).press('Enter');
    const kept = page.getByRole('button', { name: 'weeknights', exact: true });
    expect(await kept.getAttribute('aria-pressed')).toBe('true');
    // What waits for its list is dimmed.
    await page.locator('.list[aria-busy="false"]').waitFor();
    await see(() => expectNoFaults(page));
    const { search } = new URL(page.url());

    await page.goto('/list?genre=Drama');
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await kept.click();
    await see(async () => expect(new URL(page.url()).search).toBe(search));
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.getByRole('button', { name: 'Forget the filters weeknights' }).click();
    await kept.waitFor({ state: 'detached' });
  });

  it('sees at once what they chose, and what they choose next adds to it', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    const drama = page.getByRole('button', { name: 'Drama', exact: true });
    const noRomance = page.getByRole('button', { name: 'No Romance' });
    expect(await isChosenAtOnce(drama)).toBe(true);
    expect(await isChosenAtOnce(noRomance)).toBe(true);
    expect(await shownAtOnce(page.locator('.filter-panel').getByLabel('Language'), 'fr')).toBe('fr');
    await page.waitForURL(/\?genre=Drama&notGenre=Romance&language=fr$/);
    const sorted = page.waitForResponse(/me\/recommendations\?.*sort=stars/);
    expect(await shownAtOnce(page.getByLabel('Sort'), 'stars')).toBe('stars');
    expect((await sorted).status()).toBe(200);
    await page.waitForURL(/language=fr&sort=stars$/);
    expect(await shownAtOnce(page.getByLabel('Sort'), '')).toBe('');
    expect(await isChosenAtOnce(drama)).toBe(false);
    await page.waitForURL(/\?notGenre=Romance&language=fr$/);

    await page.goto('/tonight');
    expect(await isChosenAtOnce(page.getByRole('radio', { name: 'My watchlist' }))).toBe(true);
    expect(await isChosenAtOnce(page.getByRole('radio', { name: 'Two hours', exact: true }))).toBe(true);
    expect(await isChosenAtOnce(page.getByRole('radio', { name: 'Hidden' }))).toBe(true);
    await page.waitForURL(/\?from=watchlist&minutes=120&known=-1$/);
    await page.goto('/my-films/ratings');
    expect(await shownAtOnce(page.getByLabel('Sort'), 'title')).toBe('title');
    expect(await shownAtOnce(page.getByLabel('Length'), 'long')).toBe('long');
    await page.waitForURL(/\?sort=title&length=long$/);
  });

  it('says when films were chosen without the plots', async () => {
    const { page } = await fixture.filmLover({ viewport: { width: 320, height: 640 } });
    await page.route('**/api/v1/me/tonight*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        json: { ...((await response.json()) as object), degraded: ['plots'] },
      });
    });
    await page.goto('/tonight?mood=a%20heist');
    await page.getByText('Chosen without the plots for now').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
