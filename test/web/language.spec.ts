import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import { open, PAGES, STRANGERS_PAGES } from '../support/web/pages.js';
import { expectNoFaults, moviesOn, see } from '../support/web/web.fixture.js';

const GERMAN = { locale: 'de-DE' };

type Text = string | ((...values: number[]) => string) | { [key: string]: Text };

/** The texts of a language, those that take values in the pieces between them. */
async function catalogue(language: 'en' | 'de'): Promise<Set<string>> {
  // The web app's own; not by name, because these tests are not made for a browser.
  const { german, ...areas } = (await import(
    join(import.meta.dirname, `../../apps/web/src/words/${language}/index.ts`)
  )) as Record<string, Text>;
  const texts = new Set<string>();
  const add = (text: Text): void => {
    if (typeof text === 'object') return Object.values(text).forEach(add);
    const said = typeof text === 'string' ? text : text(...Array.from({ length: text.length }, () => 37));
    for (const piece of said.split(/37(?:[.,]0)?\s?%?|<\/?\w+>/u)) texts.add(piece.trim());
  };
  add(german ?? areas);
  return texts;
}

/** All that a page says, to eyes and ears: but what films and people are called, and languages by their own name. */
const SAID = `(() => {
  const said = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (!node.parentElement.closest('script, noscript, option[lang]')) said.push(node.data);
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [aria-valuetext]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
      said.push(element.getAttribute(name) ?? '');
  return said.map((text) => text.trim()).filter(Boolean);
})()`;

inBrowser('the language of the app', (fixture) => {
  it('is German throughout for who reads German, with its dates, numbers and plurals', async () => {
    const [english, german] = [await catalogue('en'), await catalogue('de')];
    // A word alone may be the same or a name in both; a piece of a sentence is not.
    const foreign = [...english].filter((text) => /\p{L}{3}/u.test(text) && !german.has(text));
    const whole = new Set(foreign);
    const pieces = foreign.filter((text) => /\p{L}+ \p{L}+ \p{L}+/u.test(text));
    const englishIn = (said: string[]) =>
      said.filter((text) => whole.has(text) || pieces.some((piece) => text.includes(piece)));
    const expectGerman = async (page: Page, pages: typeof PAGES) => {
      for (const which of pages) {
        await open(page, which);
        const said = await page.evaluate<string[]>(SAID);
        expect([which, englishIn(said)]).toEqual([which, []]);
        expect(await page.locator('html').getAttribute('lang')).toBe('de');
      }
    };
    await expectGerman(await fixture.visitor(GERMAN), STRANGERS_PAGES);
    const { page } = await fixture.filmLover(GERMAN);
    await expectGerman(page, PAGES);

    await page.goto('/my-films/ratings');
    await page.getByText('5 Filme, im Schnitt 5,0 Sterne').waitFor();
    await page
      .getByRole('button', { name: /^Wann hast du ihn gesehen\?/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Zum ersten Mal gesehen am' }).fill('2026-03-09');
    await page.getByRole('button', { name: 'Speichern: Zum ersten Mal gesehen am' }).click();
    await page.getByText(/: gesehen am 09\.03\.2026\./).waitFor();
    await page.goto(`/movies/${movieId('paris', 3)}`);
    await page
      .getByText(/^\d+\s%$/)
      .first()
      .waitFor();
    await page
      .getByText(/^\d,\d$/)
      .first()
      .waitFor();
  });

  it('says in German what the server says, and has no accessibility fault', async () => {
    const { page } = await fixture.filmLover(GERMAN);
    await page.goto('/');
    await page.getByRole('heading', { name: 'Für dich', exact: true }).waitFor();
    await page
      .locator('.card-reason', { hasText: /^(Weil|Mit|Regie|Du|Auf|Aus)/ })
      .first()
      .waitFor();
    await expectNoFaults(page);
    await page.goto('/account');
    await page.getByLabel('Jetziges Passwort').fill('not the password');
    await page.getByLabel('Neues Passwort').fill('another password');
    await page.getByRole('button', { name: 'Passwort ändern' }).click();
    await page.getByText('Das Passwort stimmt nicht.').waitFor();
    await expectNoFaults(page);
  });

  it('is the one that the address asks for, from then on, until another is chosen by keyboard', async () => {
    const page = await fixture.visitor();
    const lang = () => page.locator('html').getAttribute('lang');
    const first = await page.goto('/login?lang=de&next=%2Frate');
    expect(await first!.text()).toContain('<html lang="de">');
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    expect(new URL(page.url()).search).toBe('?next=%2Frate');
    await page.goto('/register');
    await page.getByRole('heading', { name: 'Konto anlegen' }).waitFor();
    expect([await lang(), await page.title()]).toEqual(['de', 'Konto anlegen – Movie Recommender']);

    const choice = page.getByLabel('Sprache');
    await choice.focus();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('heading', { name: 'Make an account' }).waitFor();
    await see(async () =>
      expect(await page.evaluate('document.activeElement.matches(".language-choice select")')).toBe(true),
    );
    expect(await lang()).toBe('en');
    await page.reload();
    await page.getByRole('heading', { name: 'Make an account' }).waitFor();
    const again = await fixture.visitor({ locale: 'fr-FR' });
    await again.goto('/login');
    await again.getByRole('heading', { name: 'Log in' }).waitFor();
  });

  it('leads, from right to left, with the keys and arrows that point onward', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/');
    await page.locator('.film-row .card-reason').first().waitFor();
    await page.evaluate(`document.documentElement.dir = 'rtl'`);
    const titles = await moviesOn(page);
    const active = () => page.evaluate<string>(`document.activeElement.textContent.trim()`);
    await page.locator('.card-link').first().focus();
    await page.keyboard.press('ArrowLeft');
    await see(async () => expect(await active()).toBe(titles[1]));
    await page.keyboard.press('ArrowRight');
    await see(async () => expect(await active()).toBe(titles[0]));

    await page.goto('/my-films/ratings');
    const stars = page.getByRole('slider').first();
    await stars.waitFor();
    await page.evaluate(`document.documentElement.dir = 'rtl'`);
    await stars.focus();
    await page.keyboard.press('ArrowRight');
    await see(async () => expect(await stars.getAttribute('aria-valuenow')).toBe('4.5'));
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
