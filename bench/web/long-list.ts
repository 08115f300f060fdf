import type { Page } from 'playwright-core';
import { CLICK_A_STAR } from '../system/web-app.bench.js';
import { SLOWER } from './visits.js';

/** As far as a list goes. */
export const CARDS = 200;
const SCROLLS_PER_FRAME_PX = 40;

/** Scrolls down the whole page, a little each frame, and tells how long each frame took, in milliseconds. */
const SCROLL_DOWN = `new Promise((resolve) => {
  const root = document.scrollingElement;
  root.style.scrollBehavior = 'auto';
  root.scrollTop = 0;
  const frames = [];
  let before;
  const step = (now) => {
    if (before !== undefined) frames.push(now - before);
    before = now;
    if (root.scrollTop + innerHeight >= root.scrollHeight - 1) return resolve(frames);
    root.scrollTop += ${SCROLLS_PER_FRAME_PX};
    requestAnimationFrame(step);
  };
  requestAnimationFrame(() => requestAnimationFrame(step));
})`;

/** Opens somebody's list and scrolls until all of it is there. */
export async function openWholeList(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/list`);
  await page.locator('[data-film] .card-reason').first().waitFor();
  await scrollToEnd(page);
}

async function scrollToEnd(page: Page): Promise<void> {
  const films = page.locator('.list [data-film]');
  for (let cards = 0; cards < CARDS;) {
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await films.nth(cards).waitFor({ state: 'attached' });
    cards = await films.count();
  }
}

/** Rates the `n`-th film from the list's end. @returns milliseconds until the new list is on screen */
export async function rateFarDown(page: Page, n: number): Promise<number> {
  await page
    .locator('.list .card-link')
    .nth(-1 - n)
    .click();
  // Of some films nobody is known.
  await page.locator('.dialog [data-star]').first().waitFor();
  const took = await page.evaluate<number>(CLICK_A_STAR);
  await page.keyboard.press('Escape');
  await page.locator('.dialog').waitFor({ state: 'detached' });
  return took;
}

/** @returns milliseconds of each frame while the page is scrolled from its upper end to its lower */
export async function framesOfScrolling(page: Page, { slowly }: { slowly: boolean }): Promise<number[]> {
  // A page behind another one is drawn no frames.
  await page.bringToFront();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowly ? SLOWER : 1 });
  try {
    return await page.evaluate<number[]>(SCROLL_DOWN);
  } finally {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
  }
}
