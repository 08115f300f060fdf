import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { eventually } from '../process/eventually.js';
import { FilmLover } from '../system/film-lover.js';
import { movieId } from '../system/small.dataset.js';
import type { RunningSystem } from '../system/system.js';
import { launch } from './browser.js';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** How long anything may take to be seen: a limit for a page that hangs, and not a wait. */
const TIMEOUT_MS = 60_000;
/** For a whole test of many steps. */
export const TEST_MS = 5 * TIMEOUT_MS;
const WIDE = { width: 1280, height: 800 };
/** How a page speaks of what a test did on purpose. */
const EXPECTED_NOISE = /net::ERR_|status of (4\d\d|503)|image\.tmdb\.org/;

/** A real browser to look at a system with that has the small data set in it. */
export class WebFixture {
  private browser!: Browser;
  private readonly contexts: BrowserContext[] = [];
  /** What pages complained about. */
  readonly complaints: string[] = [];

  constructor(
    private readonly chromium: string,
    readonly system: RunningSystem,
  ) {}

  get origin(): string {
    return this.system.origin('gateway');
  }

  async start(): Promise<void> {
    this.browser = await launch(this.chromium);
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }

  async closeContexts(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
  }

  /** A browser window of a user who was never here. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: WIDE,
      baseURL: this.origin,
      reducedMotion: 'reduce',
      // What it answers, a test could not.
      serviceWorkers: 'block',
      ...options,
    });
    this.contexts.push(context);
    const page = await context.newPage();
    // Of further tabs too.
    context.setDefaultTimeout(TIMEOUT_MS);
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED_NOISE.test(message.text()))
        this.complaints.push(message.text());
    });
    return page;
  }

  /** What a browser keeps that is logged in, but for the cookie. */
  private afterALogIn(): BrowserContextOptions['storageState'] {
    const localStorage = [{ name: 'has-session', value: 'yes' }];
    return { cookies: [], origins: [{ origin: this.origin, localStorage }] };
  }

  /** A user with an account and, unless told otherwise, five loved movies of one camp; logged in, and nothing opened yet. */
  async filmLover(options: BrowserContextOptions & { loves?: 'space' | 'paris' | 'nothing' } = {}) {
    const { loves = 'space', ...rest } = options;
    const person = await FilmLover.register(this.system.api);
    if (loves !== 'nothing')
      await person.untilListed(1, () =>
        person.rate(Object.fromEntries([0, 3, 6, 9, 12].map((n) => [movieId(loves, n), 5]))),
      );
    const page = await this.visitor({ storageState: this.afterALogIn(), ...rest });
    // Of the form there are tests: here it would take longer than what most are about.
    const { email, password } = person;
    const answer = await page.context().request.post('/api/v1/auth/login', { data: { email, password } });
    expect(answer.status()).toBe(200);
    return { person, page };
  }
}

export async function logIn(page: Page, person: FilmLover): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('link', { name: 'For you' }).first().waitFor();
}

/** The page hears of no new list: what one that is announced meanwhile brings would come between. */
export const hearNoNews = (page: Page): Promise<unknown> =>
  page.route('**/me/recommendations/stream', () => undefined);

/** Waits until the list is there, is one's own and has seen all ratings: what came before could still move or go. */
export async function ownList(page: Page): Promise<void> {
  await page.locator('[data-film] .card-reason').first().waitFor();
  await see(async () => {
    expect(await page.locator('.list-status').innerText()).not.toMatch(/Thinking|A good list for anyone/);
    expect(await page.locator('[data-stale]').count()).toBe(0);
  });
}

/** Titles of the movies on the page, in order; also of those out of view, which have no layout to read a text from. */
export const moviesOn = (page: Page): Promise<string[]> => page.locator('[data-film] h3').allTextContents();

export const star = (page: Page, movie: string, stars: number) =>
  page
    .getByRole('slider', { name: `Your rating of ${movie}`, exact: true })
    .locator(`[data-star="${stars}"]`);

/** What can be pressed and is smaller than 24 px, but for links within a text (WCAG 2.2, 2.5.8). */
export const SMALL_TARGETS = `[...document.querySelectorAll('a[href], button, select, input, [role=slider]')]
  .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
  .filter((element) => !element.matches('.visually-hidden, .skip-link'))
  .filter((element) => element.offsetWidth < 24 || element.offsetHeight < 24)
  .map((element) => element.outerHTML.slice(0, 120))`;

/** What a control has in a browser. */
interface Control {
  click(): void;
  dispatchEvent(event: Event): boolean;
  checked?: boolean;
  ariaPressed: string | null;
  value: string;
}

/** Clicks a control, and tells whether it looks chosen before anything else happens. */
export const isChosenAtOnce = (control: Locator): Promise<boolean> =>
  control.evaluate(async (node) => {
    const element = node as unknown as Control;
    element.click();
    await Promise.resolve();
    return element.checked ?? element.ariaPressed === 'true';
  });

/** Chooses in a list of choices, and tells what it shows before anything else happens. */
export const shownAtOnce = (choice: Locator, value: string): Promise<string> =>
  choice.evaluate(async (node, next) => {
    const element = node as unknown as Control;
    element.value = next;
    element.dispatchEvent(new Event('change', { bubbles: true }));
    await Promise.resolve();
    return element.value;
  }, value);

/** Waits for what a user would see. */
export const see = (check: () => Promise<unknown>) =>
  eventually(async () => void (await check()), TIMEOUT_MS);

/** Rules that a theme can break by its colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
/** Without what axe tells of nodes that pass, and without the ways to find a node, each of which searches the page. */
const FAULTS_ALONE = { resultTypes: ['violations'], selectors: false, preload: false };
/** A colour of the theme before is seen no more. */
const NO_FADING = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { transition: none !important }');
  document.adoptedStyleSheets.push(sheet);
}`;

/**
 * Accessibility faults of the page as it is, but for minor ones, in one line each.
 *
 * @param rules  all of axe's when left out
 */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Evaluated, not inserted: the page's policy allows no script of ours.
  const loaded = await page.evaluate('typeof axe');
  if (loaded === 'undefined') {
    const { readFile } = await import('node:fs/promises');
    await page.evaluate(await readFile(axePath, 'utf8'));
  }
  const options = JSON.stringify({ ...FAULTS_ALONE, ...(rules && { runOnly: rules }) });
  return page.evaluate<string[]>(`axe.run(document, ${options}).then(({ violations }) => violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).slice(0, 3).join(' | ')))`);
}

export async function expectNoFaults(page: Page, rules?: readonly string[]): Promise<void> {
  expect({ at: page.url(), faults: await axeFaults(page, rules) }).toEqual({ at: page.url(), faults: [] });
}

export async function expectNoFaultsInBothThemes(page: Page): Promise<void> {
  await page.evaluate(NO_FADING);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoFaults(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoFaults(page, COLOURS);
}
