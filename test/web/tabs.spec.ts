import { expect, it } from '@jest/globals';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { FilmLover } from '../support/system/film-lover.js';
import { inBrowser } from '../support/web/in-browser.js';
import { logIn, moviesOn, ownList, see, star } from '../support/web/web.fixture.js';

const TABS = 10;

/** What a browser's tabs have open to one path of the server. */
class Open {
  readonly requests = new Set<Request>();
  /** The most at once. */
  most = 0;
  /** All there ever were. */
  count = 0;

  constructor(context: BrowserContext, path: string) {
    context.on('request', (request) => {
      if (!new URL(request.url()).pathname.endsWith(path)) return;
      this.requests.add(request);
      this.count += 1;
      this.most = Math.max(this.most, this.requests.size);
    });
    const over = (request: Request) => void this.requests.delete(request);
    context.on('requestfinished', over);
    context.on('requestfailed', over);
  }

  /** Whose it is. */
  get pages(): Page[] {
    return [...this.requests].map((request) => request.frame().page()).filter((page) => !page.isClosed());
  }
}

const streams = (context: BrowserContext) => new Open(context, '/me/recommendations/stream');

inBrowser('many tabs of one browser', (fixture) => {
  const { system } = fixture;

  /** More tabs beside the first, each with the list in it. */
  async function more(first: Page, count: number, path = '/'): Promise<Page[]> {
    const pages = await Promise.all(Array.from({ length: count }, () => first.context().newPage()));
    await Promise.all(pages.map((page) => page.goto(path)));
    for (const page of pages) await page.locator('[data-film]').first().waitFor();
    return pages;
  }

  async function rateFirst(page: Page): Promise<string> {
    const [movie] = await moviesOn(page);
    await page.getByRole('link', { name: movie, exact: true }).click();
    await star(page, movie, 4).click();
    await page.keyboard.press('Escape');
    return movie;
  }

  const generatedAt = (page: Page) => page.locator('[data-generated]').getAttribute('data-generated');

  it('ten have one stream among them, all answer, and a rating in one is seen in every other', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    await ownList(page);
    const context = page.context();
    const stream = streams(context);
    await page.reload();
    const [varied] = await more(page, 1, '/?diversity=0.5');
    const tabs = [page, varied, ...(await more(page, TABS - 2))];
    await see(async () => expect(stream.pages).toHaveLength(1));
    for (const tab of tabs) {
      await tab.getByRole('link', { name: 'My films' }).first().click();
      await tab.getByText('5 films, 5.0 stars on average').waitFor();
      await tab.goBack();
      await tab.locator('[data-film] .card-reason').first().waitFor();
    }
    const before = await generatedAt(tabs[9]);
    const movie = await rateFirst(page);
    for (const tab of tabs) await see(async () => expect(await moviesOn(tab)).not.toContain(movie));
    await see(async () => expect(await generatedAt(tabs[9])).not.toBe(before));
    await ownList(varied);
    expect(await moviesOn(varied)).not.toContain(movie);
    expect(stream.most).toBe(1);

    const [leader] = stream.pages;
    const rest = tabs.filter((tab) => tab !== leader);
    await leader.close();
    await see(async () => expect(stream.pages).toHaveLength(1));
    expect(rest).toContain(stream.pages[0]);
    await ownList(rest[0]);
    const again = await rateFirst(rest[0]);
    for (const tab of rest) await see(async () => expect(await moviesOn(tab)).not.toContain(again));
  });

  it('a tab that hangs with the stream in hand is followed by another, until it is itself again', async () => {
    const { page } = await fixture.filmLover();
    const stream = streams(page.context());
    await page.goto('/');
    const others = await more(page, 2);
    await see(async () => expect(stream.pages).toEqual([page]));
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Debugger.enable');
    await devtools.send('Debugger.pause');
    await see(async () => expect(stream.pages.some((one) => others.includes(one))).toBe(true));
    await devtools.send('Debugger.disable');
    // The tab that was silent may take it back, when it looks before it hears that another leads.
    await see(async () => expect(stream.pages).toHaveLength(1));
  });

  it('without locks, as on plain HTTP by name, they agree on one as well', async () => {
    const { page } = await fixture.filmLover();
    await page.context().addInitScript('Object.defineProperty(navigator, "locks", { value: undefined })');
    const stream = streams(page.context());
    await page.goto('/');
    // One after the other: without locks, only the server keeps tabs that renew at once from ending their session.
    for (let n = 0; n < 3; n++) await more(page, 1);
    await see(async () => expect(stream.pages).toHaveLength(1));
    await stream.pages[0].close();
    await see(async () => expect(stream.pages).toHaveLength(1));
  });

  it('a token that is refused in all of them is renewed once', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    const tabs = [page, ...(await more(page, 3))];
    const refresh = new Open(page.context(), '/auth/refresh');
    // As after its end: whatever was given out until now is refused.
    const given = new Set<string>();
    let known = false;
    await page.context().route(/\/me\/watchlist$/, async (route) => {
      const { authorization } = route.request().headers();
      if (!known) given.add(authorization);
      if (!given.has(authorization)) return route.continue();
      await route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"status":401}' });
    });
    page.context().on('response', (response) => (known ||= response.url().endsWith('/auth/refresh')));
    await Promise.all(tabs.map((tab) => tab.goto('/my-films/watchlist')));
    for (const tab of tabs) await tab.getByText('Nothing on your watchlist').waitFor();
    expect(refresh.most).toBe(1);
  });

  it('a log-out, and a log-in to another account, is one in each', async () => {
    const { page, person } = await fixture.filmLover();
    const [other] = await more(page, 1);
    await other.goto('/account');
    await other.getByText(person.email).waitFor();
    await page.goto('/account');
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await other.getByLabel('E-mail').waitFor();
    const next = await FilmLover.register(system.api);
    await logIn(page, next);
    await other.getByText(next.email).waitFor();
    expect(await other.getByText(person.email).count()).toBe(0);
  });

  it('a save that fails is tried again, then said to be not saved, and made under the same name', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    await ownList(page);
    const keys: (string | undefined)[] = [];
    await page.route(/\/me\/ratings\/\d+$/, (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      return route.fulfill({
        status: 503,
        headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
        body: JSON.stringify({ status: 503, code: 'service_unavailable', detail: 'Away.' }),
      });
    });
    const [tab] = await more(page, 1);
    const movie = await rateFirst(page);
    await see(async () => expect(await moviesOn(tab)).not.toContain(movie));
    await page.getByText(`${movie} was not saved.`).waitFor();
    expect(keys).toHaveLength(3);
    for (const one of [page, tab]) await see(async () => expect(await moviesOn(one)).toContain(movie));
    await page.unroute(/\/me\/ratings\/\d+$/);
    const sent = page.waitForRequest(/\/me\/ratings\/\d+$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    keys.push((await sent).headers()['idempotency-key']);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\w-]{16,}$/);
    for (const one of [page, tab]) await see(async () => expect(await moviesOn(one)).not.toContain(movie));
  });

  it('never makes the pages complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
