import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser } from '../support/web/in-browser.js';
import { expectNoFaults } from '../support/web/web.fixture.js';

interface Manifest {
  name: string;
  display: string;
  start_url: string;
  icons: { src: string; sizes: string; type: string }[];
}

const WITH_KEPT_SHELL = { serviceWorkers: 'allow' } as const;
const kept = (page: Page) =>
  page.evaluate<string[]>(`(async () => {
    await navigator.serviceWorker.ready;
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(caches_.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  })()`);

inBrowser('the app, installed', (fixture) => {
  it('has all that a browser asks for to install it', async () => {
    const page = await fixture.visitor(WITH_KEPT_SHELL);
    await page.goto('/');
    const devtools = await page.context().newCDPSession(page);
    const { errors, data } = await devtools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { icons, ...manifest } = JSON.parse(data ?? '{}') as Manifest;
    expect(manifest).toMatchObject({
      name: expect.stringMatching(/\w/),
      display: 'standalone',
      start_url: '/',
    });
    expect(icons).toHaveLength(4);
    expect(icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    for (const { src, sizes, type } of icons) {
      const answer = await fetch(fixture.origin + src);
      expect([src, answer.headers.get('content-type')]).toEqual([src, type]);
      const [width] = sizes.split('x').map(Number);
      // A PNG says how wide it is in its first chunk.
      if (type === 'image/png') expect(Buffer.from(await answer.arrayBuffer()).readUInt32BE(16)).toBe(width);
    }
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // A test's window is one that keeps nothing; a browser without windows does not mind.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  });

  it('opens without a network, comes back by itself, and has kept nothing of anybody', async () => {
    const { page } = await fixture.filmLover(WITH_KEPT_SHELL);
    await page.goto('/');
    await page.locator('[data-film]').first().waitFor();
    const files = await kept(page);
    expect(files).toContain('/index.html');
    expect(files.filter((path) => /^\/api|^\/movies/.test(path))).toEqual([]);

    await page.context().setOffline(true);
    await page.goto('/my-films/ratings');
    await page.getByRole('heading', { name: 'We can’t reach the server.' }).waitFor();
    await page.context().setOffline(false);
    await page.locator('[data-film] .stars').first().waitFor();
    expect(await kept(page)).toEqual(files);
  });

  it('says to a stranger without a network that nothing can be shown', async () => {
    const page = await fixture.visitor(WITH_KEPT_SHELL);
    await page.goto('/');
    await kept(page);
    await page.context().setOffline(true);
    await page.goto('/login');
    await page.getByRole('status').getByText('nobody can log in').waitFor();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await expectNoFaults(page);
    await page.context().setOffline(false);
    await page.getByRole('status').getByText('nobody can log in').waitFor({ state: 'detached' });
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
