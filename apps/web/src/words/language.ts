/** Languages of the app, by what they call themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'language';
const isKnown = (code: string): code is Language => Object.hasOwn(LANGUAGES, code);
let current: Language = 'en';
let show: (next: Language) => Promise<void> = () => Promise.resolve();

export const language = (): Language => current;

/** The locale that dates and numbers are written by: the reader's own of this language, if they have one ("en-GB"). */
export function locale(): string {
  const own = navigator.languages.find((each) => each.split('-')[0] === current);
  return own ?? current;
}

/** For requests: words in answers are in the language of this page, not of the browser. */
export const inMyLanguage = () => ({ 'accept-language': current });

/**
 * Which language somebody reads: the one that the address asks for (`?lang=de`), which is kept; else the one kept before;
 * else the first of the browser's that there are words in.
 */
export function languageOf(address: URL, browsers: readonly string[]): Language {
  const asked = address.searchParams.get('lang')?.toLowerCase().split('-')[0] ?? '';
  if (isKnown(asked)) keep(asked);
  const choices = [asked, kept() ?? '', ...browsers.map((each) => each.split('-')[0])];
  return choices.find(isKnown) ?? 'en';
}

export const isRightToLeft = () => document.documentElement.dir === 'rtl';

/** Of every text, date and number that is shown from now on. */
export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  document.documentElement.dir = directionOf(next);
}

/** No language so far is written from right to left; styles and keys follow the page's direction all the same. */
function directionOf(code: Language): 'ltr' | 'rtl' {
  const script = new Intl.Locale(code).maximize().script ?? '';
  return ['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo'].includes(script) ? 'rtl' : 'ltr';
}

/** Once it is read and kept it leaves the address, which goes on to be shared, and to be changed by a choice on the page. */
export function withoutLanguage(): void {
  const address = new URL(window.location.href);
  if (!address.searchParams.has('lang')) return;
  address.searchParams.delete('lang');
  window.history.replaceState(window.history.state, '', address);
}

/** @param how  shows the app in a language; called now, and whenever somebody chooses another */
export function showIn(first: Language, how: (next: Language) => Promise<void>): Promise<void> {
  show = how;
  return show(first);
}

/** Somebody wants another language, from now on. */
export function choose(next: Language): Promise<void> {
  keep(next);
  return show(next);
}

function keep(chosen: Language): void {
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // No storage: it holds until the page is left.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
