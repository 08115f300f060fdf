import { afterAll, afterEach, beforeAll, describe, jest } from '@jest/globals';
import { sharedSystem } from '../system/shared.system.js';
import { findChromium, NO_CHROMIUM } from './browser.js';
import { TEST_MS, WebFixture } from './web.fixture.js';

/**
 * Tests of the web app in a real browser, on the system that suites share. After each test the windows are closed. Where
 * there is no Chromium they are skipped, with a line that says so.
 */
export function inBrowser(title: string, tests: (fixture: WebFixture) => void): void {
  const chromium = findChromium();
  if (!chromium) console.warn(NO_CHROMIUM);
  jest.setTimeout(TEST_MS);
  (chromium ? describe : describe.skip)(title, () => {
    const system = sharedSystem();
    const fixture = new WebFixture(chromium ?? '', system);
    beforeAll(() => system.ready(), 180_000);
    beforeAll(() => fixture.start(), 60_000);
    afterEach(() => fixture.closeContexts());
    afterAll(() => fixture.stop(), 60_000);
    tests(fixture);
  });
}
