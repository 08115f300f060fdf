import type { Browser, CDPSession, Page } from 'playwright-core';
import { cookieOf, type FilmLover } from '../../test/support/system/film-lover.js';

/** The slow phone of Lighthouse: its window, its line and how much slower than this machine it computes. */
const PHONE = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
};
const LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
export const SLOWER = 4;
/** Without a request for so long, a page has loaded. */
const QUIET_MS = 1000;

/** Notes what the browser calls the largest paint so far. */
const NOTE_PAINTS = `
  window.largestPaint = { at: 0, what: '' };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.largestPaint = { at: entry.startTime, what: (entry.element?.tagName ?? '') + '.' + (entry.element?.className ?? '') };
  }).observe({ type: 'largest-contentful-paint', buffered: true });`;

/** A first visit: nothing of the site is in the browser's cache. */
export interface Visit {
  /** Until the largest paint before anybody touches anything, in milliseconds. */
  largestPaint: number;
  /** The element that was painted then. */
  what: string;
  /** As they came over the line: compressed, and without headers. */
  bytes: { script: number; font: number; all: number };
}

/**
 * Visits a page on the slow phone.
 *
 * @param person  who was here before, long enough ago that nothing is in the cache; a stranger when left out
 */
export async function visitSlowly(browser: Browser, url: string, person?: FilmLover): Promise<Visit> {
  const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
  try {
    if (person) {
      await context.addInitScript("localStorage.setItem('has-session', 'yes')");
      await context.addCookies([await refreshCookie(person, url)]);
    }
    const page = await context.newPage();
    await page.addInitScript(NOTE_PAINTS);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', LINE);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    const bytes = countBytes(session);
    await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
    await page.locator('main h1').first().waitFor({ timeout: 60_000 });
    await untilQuiet(page, bytes);
    const { at, what } = await page.evaluate<{ at: number; what: string }>('window.largestPaint');
    return { largestPaint: at, what, bytes };
  } finally {
    await context.close();
  }
}

function countBytes(session: CDPSession): Visit['bytes'] {
  const bytes = { script: 0, font: 0, all: 0 };
  const types = new Map<string, string>();
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength;
    if (types.get(requestId) === 'Script') bytes.script += encodedDataLength;
    if (types.get(requestId) === 'Font') bytes.font += encodedDataLength;
  });
  return bytes;
}

async function untilQuiet(page: Page, bytes: { all: number }): Promise<void> {
  for (let before = -1; before !== bytes.all;) {
    before = bytes.all;
    await page.waitForTimeout(QUIET_MS);
  }
}

/** A session of its own: a cookie is good for one renewal. */
async function refreshCookie({ email, password, post }: FilmLover, url: string) {
  const { headers } = await post('/auth/login', { email, password });
  const [name, value] = cookieOf(headers).split('=');
  return { name, value, url: `${url}/api/v1/auth/refresh` };
}
