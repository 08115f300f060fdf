import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FilmLover } from '../support/system/film-lover.js';
import { inBrowser } from '../support/web/in-browser.js';
import { expectNoFaults } from '../support/web/web.fixture.js';

const onProvider = async (page: Page, email: string) => {
  await page.waitForURL(/\/authorize\?/);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Go on' }).click();
};

inBrowser('signing in at the provider', (fixture) => {
  const { system } = fixture;

  it('opens a new account, which then gets a password by signing in there again', async () => {
    const email = `${randomUUID()}@example.com`;
    const page = await fixture.visitor({ colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await page.goto('/login?next=/account');
    const button = page.getByRole('link', { name: 'Go on with Film Club' });
    await button.waitFor();
    await expectNoFaults(page);
    await button.press('Enter');
    await onProvider(page, email);
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    await page.getByText(email).waitFor();
    const section = page.getByRole('region', { name: 'Signing in with Film Club' });
    await section.getByText('nothing else opens this account').waitFor();
    expect(await section.getByRole('button', { name: 'Unlink Film Club' }).isDisabled()).toBe(true);
    await expectNoFaults(page);

    await page.getByRole('button', { name: 'Sign in again' }).first().click();
    await onProvider(page, email);
    await page.getByLabel('New password').fill('a password of mine');
    await expectNoFaults(page);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Your password is set').waitFor();
    await section.getByRole('button', { name: 'Unlink Film Club' }).click();
    await section.getByRole('button', { name: 'Link Film Club' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('asks for the password of an account that is here, and says why a sign-in does not count', async () => {
    const ada = await FilmLover.register(system.api);
    const page = await fixture.visitor();
    await page.goto('/register');
    await page.getByRole('link', { name: 'Go on with Film Club' }).click();
    await onProvider(page, ada.email);
    await page.getByRole('heading', { name: 'Is this your account?' }).waitFor();
    await page.getByText(ada.email).waitFor();
    await expectNoFaults(page);
    await page.getByLabel('Password of this account').fill('a wrong password');
    await page.getByRole('button', { name: 'Link and log in' }).click();
    await page.getByText('E-mail or password is wrong.').waitFor();
    await page.getByLabel('Password of this account').fill(ada.password);
    await page.getByRole('button', { name: 'Link and log in' }).press('Enter');
    await page.getByRole('link', { name: 'For you' }).first().waitFor();

    const stranger = await fixture.visitor();
    await stranger.goto('/login?failed=email_unverified');
    await stranger.getByText('Film Club has not confirmed your e-mail address.').waitFor();
    await expectNoFaults(stranger);
    expect(fixture.complaints).toEqual([]);
  });
});
