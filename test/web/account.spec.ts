import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { FilmLover } from '../support/system/film-lover.js';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import { expectNoFaults, isChosenAtOnce, ownList, see } from '../support/web/web.fixture.js';

inBrowser('the account page', (fixture) => {
  const { system } = fixture;

  it('makes a personal token, shows it once, and revokes it', async () => {
    const { page } = await fixture.filmLover({
      loves: 'nothing',
      colorScheme: 'light',
      viewport: { width: 390, height: 844 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.goto('/account');
    const section = page.getByRole('region', { name: 'Personal tokens' });
    await section.getByRole('button', { name: 'Make token' }).click();
    await section.getByText('Give it a name, to know it by.').waitFor();
    await section.getByLabel('Name of a new token').fill('Backup script');
    await section.getByLabel('Read my lists, ratings and profile').uncheck();
    await section.getByRole('button', { name: 'Make token' }).click();
    await section.getByText('Tick at least one thing that it may do.').waitFor();
    await section.getByLabel('Read my lists, ratings and profile').check();
    await section.getByLabel('It expires after').selectOption('30 days');
    await section.getByRole('button', { name: 'Make token' }).press('Enter');

    const shown = section.getByLabel('Your new token', { exact: true }).last();
    await see(async () => expect(await shown.inputValue()).toMatch(/^mr_/));
    const token = await shown.inputValue();
    await expectNoFaults(page);
    await section.getByRole('button', { name: 'Copy' }).click();
    await see(async () => expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token));
    const script = Object.assign(new FilmLover(system.api), { token });
    expect((await script.get('/me')).status).toBe(200);
    await section.getByRole('button', { name: 'Done' }).click();
    await section.getByRole('list', { name: 'Your tokens' }).getByText('Backup script').waitFor();
    expect(await page.content()).not.toContain(token);

    await page.reload();
    await section.getByText(/last used/).waitFor();
    await section.getByRole('button', { name: 'Revoke Backup script' }).click();
    await page.getByText('“Backup script” is revoked.').waitFor();
    await see(async () => expect(await section.getByText('Backup script').count()).toBe(0));
    expect((await script.get('/me')).status).toBe(401);
  });

  it('connects a media server, whose film then waits to be rated on the home page', async () => {
    const { page, person } = await fixture.filmLover({ colorScheme: 'dark' });
    await page.goto('/account');
    const section = page.getByRole('region', { name: 'Connections' });
    await section.getByRole('button', { name: 'Connect', exact: true }).click();
    await section.getByText('Your name on that server is missing.').waitFor();
    await section.getByLabel('Media server').selectOption('Jellyfin');
    await section.getByLabel('Your name there').fill('ada');
    await section.getByRole('button', { name: 'Connect', exact: true }).click();
    const shown = section.getByLabel('Address for Jellyfin').last();
    await see(async () => expect(await shown.inputValue()).toMatch(/^http.*\/api\/v1\/hooks\/mrhook_/));
    const address = await shown.inputValue();
    await expectNoFaults(page);
    await section.getByRole('button', { name: 'Done' }).click();

    const play = (n: number) =>
      fetch(address, {
        method: 'POST',
        body: JSON.stringify({
          NotificationType: 'PlaybackStop',
          NotificationUsername: 'Ada',
          ItemType: 'Movie',
          Provider_tmdb: movieId('space', n),
          PlayedToCompletion: true,
        }),
      });
    for (const n of [20, 21]) expect((await play(n)).status).toBe(202);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/');
    await ownList(page);
    const asked = page.getByRole('region', { name: 'How was it?' });
    await asked.getByRole('link', { name: 'space film 20' }).waitFor();
    await expectNoFaults(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await asked.getByRole('button', { name: 'Do not ask about space film 21' }).click();
    await see(async () => expect(await asked.getByRole('link').count()).toBe(1));
    await asked
      .getByRole('slider', { name: 'Your rating of space film 20' })
      .locator('[data-star="4"]')
      .click();
    await see(async () => expect(await asked.count()).toBe(0));
    const { body } = await person.get<{ items: { movie: { id: string }; rating: number }[] }>('/me/ratings');
    expect(body.items[0]).toMatchObject({ movie: { id: movieId('space', 20) }, rating: 4 });

    await page.goto('/account');
    await section.getByText(/last film/).waitFor();
    await section.getByRole('button', { name: 'Disconnect Jellyfin of ada' }).click();
    await page.getByText('Jellyfin is disconnected.').waitFor();
    expect((await play(22)).status).toBe(404);
  });

  it('makes a webhook, shows its secret once, tests it and says how that went', async () => {
    const receiver = createServer((_request, reply) => reply.writeHead(503).end());
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const { page } = await fixture.filmLover({
      loves: 'nothing',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    });
    await page.goto('/account');
    const section = page.getByRole('region', { name: 'Webhooks' });
    const address = section.getByLabel('Address of a new webhook');
    await address.fill('http://169.254.169.254/');
    await section.getByRole('button', { name: 'Make webhook' }).click();
    await section.getByText('not open to this').waitFor();
    await address.fill(`http://${host}/films`);
    await section.getByRole('button', { name: 'Make webhook' }).press('Enter');
    const shown = section.getByLabel('Secret of your new webhook', { exact: true }).last();
    await see(async () => expect(await shown.inputValue()).toMatch(/^whsec_/));
    await section.getByRole('button', { name: 'Done' }).click();
    await section.getByRole('button', { name: `Test ${host}` }).click();
    await section.getByText(/test did not arrive.*It answered 503/).waitFor();
    await expectNoFaults(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await section.getByRole('button', { name: `Remove the webhook to ${host}` }).click();
    await page.getByText('The webhook is removed.').waitFor();
    receiver.close();
  });

  it('makes a feed of the list, and removes it', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/account');
    const section = page.getByRole('region', { name: 'Feeds' });
    await section.getByRole('button', { name: 'Feed of “My list”' }).press('Enter');
    const shown = section.getByLabel('Address of “My list”').last();
    await see(async () => expect(await shown.inputValue()).toMatch(/mrfeed_.*\/films\.rss$/));
    const address = await shown.inputValue();
    expect(await (await fetch(address)).text()).toContain('space film');
    await section.getByRole('button', { name: 'Done' }).click();
    await section.getByRole('button', { name: 'Remove the feed of “My list”' }).click();
    await page.getByText('The feed is removed.').waitFor();
    expect((await fetch(address)).status).toBe(404);
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });

  it('begins and ends family mode with the password, and says on a film’s page why it is hidden', async () => {
    const { page, person } = await fixture.filmLover({ viewport: { width: 390, height: 844 } });
    await page.goto('/account');
    const section = page.getByRole('region', { name: 'Family mode' });
    await section.getByLabel('Certified in').selectOption('Germany');
    await section.getByLabel('Up to').selectOption('12');
    await section.getByRole('button', { name: 'Begin family mode' }).click();
    await section.getByText('Your password is missing.').waitFor();
    await section.getByLabel('Password').fill('a guess');
    await section.getByRole('button', { name: 'Begin family mode' }).click();
    await section.getByText('The password is wrong.').waitFor();
    await section.getByLabel('Password').fill(person.password);
    await section.getByLabel('Password').press('Enter');
    await section.getByText('On: films certified up to 12 in Germany.').waitFor();
    await expectNoFaults(page);

    await page.goto(`/movies/${movieId('space', 1)}`);
    await page.getByRole('heading', { name: 'Family mode hides this film' }).waitFor();
    await page.getByText('it has no certification of DE').waitFor();
    await expectNoFaults(page);
    await page.goto('/account');
    await section.getByLabel('Password').fill(person.password);
    await section.getByRole('button', { name: 'End family mode' }).click();
    await section.getByRole('button', { name: 'Begin family mode' }).waitFor();
    await page.goto(`/movies/${movieId('space', 1)}`);
    await page.getByRole('heading', { name: 'space film 1', exact: true }).waitFor();
  });

  it('keeps which services somebody has, for a filter of the list', async () => {
    const { page, person } = await fixture.filmLover({ colorScheme: 'dark' });
    // What services show comes from TMDB, which this system does not follow; the rest is the server's.
    const services = [
      { id: 8, name: 'Netflix', count: 20 },
      { id: 9, name: 'Prime Video', count: 1 },
    ];
    await page.route('**/api/v1/regions', (route) =>
      route.fulfill({ json: [{ region: 'DE', services, certifications: ['0', '6', '12', '16', '18'] }] }),
    );
    await page.goto('/account');
    const section = page.getByRole('region', { name: 'Where you watch' });
    await section.getByRole('checkbox', { name: /Netflix/ }).check();
    await expectNoFaults(page);
    await section.getByRole('button', { name: 'Save services' }).click();
    await page.getByText('Your services are saved.').waitFor();
    const { body: me } = await person.get<object>('/me');
    expect(me).toMatchObject({ region: 'DE', services: [8] });

    await page.goto('/list');
    await page.getByRole('button', { name: 'Filters' }).click();
    const asked = page.waitForRequest(/me\/recommendations\?.*provider=8&region=DE/);
    expect(await isChosenAtOnce(page.getByRole('checkbox', { name: 'On my services' }))).toBe(true);
    await asked;
    await page.getByRole('button', { name: 'Remove filter: on my services' }).waitFor();
    expect(page.url()).toMatch(/\/list\?on=mine$/);
    await page.getByLabel('Certified up to').selectOption('12 (DE)');
    await page.getByRole('button', { name: 'Remove filter: up to DE 12' }).waitFor();
    // What is on its way is dimmed.
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await expectNoFaults(page);
  });
});
