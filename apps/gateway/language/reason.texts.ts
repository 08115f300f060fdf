import {
  type CodedReason,
  KIND_OF_REASON,
  type Reason,
  type ReasonCode,
  type ReasonParams,
} from '#contracts/recommender/reason.js';
import i18next, { type TFunction } from 'i18next';
import { type Language, LANGUAGES } from './language.js';
import { german } from './messages.de.js';
import { english } from './messages.en.js';

const catalogue = i18next.createInstance();
await catalogue.init({
  resources: { en: { translation: english }, de: { translation: german } },
  supportedLngs: [...LANGUAGES],
  fallbackLng: LANGUAGES[0],
  // Texts go into JSON, not into HTML; the web app escapes what it shows.
  interpolation: { escapeValue: false },
});
const texts = Object.fromEntries(
  LANGUAGES.map((language) => [language, catalogue.getFixedT(language)]),
) as Record<Language, TFunction>;

/** Words made before, because the same reasons stand on many lists; beyond it all are forgotten. */
const MAX_WORDS = 20_000;
const made = new Map<string, string>();

function wordsOf(language: Language, code: ReasonCode, params: ReasonParams, title = ''): string {
  const { name = '', count = '', mean = '' } = params;
  const key = `${language}\0${code}\0${title}\0${name}\0${count}\0${mean}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (made.size >= MAX_WORDS) made.clear();
  const words = texts[language](code, { ...params, title });
  made.set(key, words);
  return words;
}

/**
 * Puts reasons into words. One that names a movie nobody can tell the title of is left out.
 *
 * @param titleOf  the title of a movie that a reason names
 */
export function renderReasons(
  reasons: readonly CodedReason[],
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): Reason[] {
  return reasons.flatMap(({ code, params }): Reason[] => {
    const { movieId } = params;
    const title = movieId === undefined ? undefined : titleOf(movieId);
    if (movieId !== undefined && title === undefined) return [];
    const text = wordsOf(language, code, params, title);
    const name = params.name ?? title;
    return [
      { kind: KIND_OF_REASON[code], code, params, text, ...(movieId && { movieId }), ...(name && { name }) },
    ];
  });
}
