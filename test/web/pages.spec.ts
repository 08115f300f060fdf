import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sharedSystem } from '../support/system/shared.system.js';
import { findChromium, NO_CHROMIUM } from '../support/web/browser.js';
import { open, PAGES, type PageWithSign, STRANGERS_PAGES } from '../support/web/pages.js';
import {
  expectNoFaultsInBothThemes,
  SMALL_TARGETS,
  TEST_MS,
  WebFixture,
} from '../support/web/web.fixture.js';

jest.setTimeout(TEST_MS);

const chromium = findChromium();
if (!chromium) console.warn(NO_CHROMIUM);

const DESKTOP = { width: 1280, height: 800 };
const TOUCH = { viewport: DESKTOP, hasTouch: true };
const HEIGHT = 844;

const WIDTH = 'document.documentElement.scrollWidth';

/** What sticks out of the page at its sides, and is not scrolled within something. */
const OVERFLOW = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return '';
  const wide = [...document.body.querySelectorAll('*')].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return right > clientWidth + 1 || left < -1;
  });
  return scrollWidth + ' > ' + clientWidth + ': ' + wide.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(' | ');
})()`;

const FROM_RIGHT_TO_LEFT = `document.documentElement.dir = 'rtl'`;

/** From left to right again, every text but names four tenths longer, as other languages are. */
const LONGER = `(() => {
  document.documentElement.dir = 'ltr';
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (/\\p{L}{2}/u.test(node.data) && !node.parentElement.closest('script, noscript, .wordmark, [data-film] h3')) texts.push(node);
  for (const text of texts)
    text.data = text.data.replace(/\\p{L}+/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
})()`;

/** One visit for all that holds of every page: opening it takes about as long as looking at it. */
(chromium ? describe : describe.skip)(
  'without accessibility faults, on screens of any width, for fingers, in either direction',
  () => {
    const system = sharedSystem();
    const fixture = new WebFixture(chromium ?? '', system);
    let stranger: Page;
    let lover: Page;

    beforeAll(() => system.ready(), 180_000);
    beforeAll(async () => {
      await fixture.start();
      stranger = await fixture.visitor(TOUCH);
      ({ page: lover } = await fixture.filmLover(TOUCH));
    }, 120_000);
    afterAll(() => fixture.stop(), 60_000);

    async function expectFit(page: Page): Promise<void> {
      for (const width of [320, 390, 820, 1920]) {
        await page.setViewportSize({ width, height: HEIGHT });
        expect([width, await page.evaluate(WIDTH)]).toEqual([width, width]);
        expect([width, await page.evaluate(SMALL_TARGETS)]).toEqual([width, []]);
      }
    }

    async function expectNoOverflow(page: Page, change: string): Promise<void> {
      await page.evaluate(change);
      for (const width of [320, 390, 1360]) {
        await page.setViewportSize({ width, height: HEIGHT });
        expect([width, await page.evaluate(OVERFLOW)]).toEqual([width, '']);
      }
    }

    async function expectFitForAll(page: Page, which: PageWithSign): Promise<void> {
      await page.setViewportSize(DESKTOP);
      await open(page, which);
      await expectNoFaultsInBothThemes(page);
      await expectFit(page);
      await expectNoOverflow(page, FROM_RIGHT_TO_LEFT);
      await expectNoOverflow(page, LONGER);
    }

    it.each(STRANGERS_PAGES)('a stranger sees %s', (...which) => expectFitForAll(stranger, which));

    it.each(PAGES)('a film lover sees %s', (...which) => expectFitForAll(lover, which));

    it('a film lover sees the filters of a list', async () => {
      await lover.setViewportSize(DESKTOP);
      await open(lover, ['/list?genre=Drama&notGenre=Horror', '[data-film]']);
      await lover.getByRole('button', { name: 'Filters' }).click();
      await lover.locator('.genre-choice').first().waitFor();
      await expectNoFaultsInBothThemes(lover);
    });

    it('the page never complains', () => {
      expect(fixture.complaints).toEqual([]);
    });
  },
);
