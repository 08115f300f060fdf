import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser } from '../support/web/in-browser.js';
import { open, PAGES, STRANGERS_PAGES } from '../support/web/pages.js';
import { expectNoFaultsInBothThemes, SMALL_TARGETS } from '../support/web/web.fixture.js';

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

async function expectFit(page: Page): Promise<void> {
  for (const width of [320, 390, 820, 1920]) {
    await page.setViewportSize({ width, height: HEIGHT });
    const at = [page.url(), width];
    expect([...at, await page.evaluate(WIDTH)]).toEqual([...at, width]);
    expect([...at, await page.evaluate(SMALL_TARGETS)]).toEqual([...at, []]);
  }
}

/** @param change  of the page, which it fits with as well */
async function expectNoOverflow(page: Page, change: string): Promise<void> {
  await page.evaluate(change);
  for (const width of [320, 390, 1360]) {
    await page.setViewportSize({ width, height: HEIGHT });
    const at = [page.url(), width];
    expect([...at, await page.evaluate(OVERFLOW)]).toEqual([...at, '']);
  }
}

/** In one visit to each: opening a page takes about as long as looking at it. */
async function expectFitForAll(page: Page, pages: typeof PAGES): Promise<void> {
  for (const which of pages) {
    await page.setViewportSize(DESKTOP);
    await open(page, which);
    await expectNoFaultsInBothThemes(page);
    await expectFit(page);
    await expectNoOverflow(page, FROM_RIGHT_TO_LEFT);
    await expectNoOverflow(page, LONGER);
  }
}

inBrowser('pages without accessibility faults, of any width, for fingers, in either direction', (fixture) => {
  it('are all that a stranger sees', async () => {
    await expectFitForAll(await fixture.visitor(TOUCH), STRANGERS_PAGES);
  });

  it('are all that a film lover sees', async () => {
    const { page } = await fixture.filmLover(TOUCH);
    await expectFitForAll(page, PAGES);
    await page.setViewportSize(DESKTOP);
    await open(page, ['/list?genre=Drama&notGenre=Horror', '[data-film]']);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('.genre-choice').first().waitFor();
    await expectNoFaultsInBothThemes(page);
  });

  it('never complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
