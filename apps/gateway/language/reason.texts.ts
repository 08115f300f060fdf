import { type CodedReason, KIND_OF_REASON, type Reason } from '#contracts/recommender/reason.js';
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

/** Reasons made before, because the same ones stand on many lists; beyond it all are forgotten. */
const MAX_MADE = 20_000;
const made = new Map<string, { reason: Reason; json: string }>();

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
  return reasons.flatMap((coded) => rendered(coded, language, titleOf)?.reason ?? []);
}

/** The same as JSON. */
export function reasonsJson(
  reasons: readonly CodedReason[],
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): string {
  return `[${reasons.flatMap((coded) => rendered(coded, language, titleOf)?.json ?? []).join(',')}]`;
}

function rendered(
  { code, params }: CodedReason,
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): { reason: Reason; json: string } | undefined {
  const { movieId, count = '', mean = '' } = params;
  const title = movieId === undefined ? undefined : titleOf(movieId);
  if (movieId !== undefined && title === undefined) return undefined;
  const key = `${language}\0${code}\0${movieId}\0${title}\0${params.name}\0${count}\0${mean}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= MAX_MADE) made.clear();
  const name = params.name ?? title;
  const reason: Reason = {
    kind: KIND_OF_REASON[code],
    code,
    params,
    text: texts[language](code, { ...params, title }),
    ...(movieId && { movieId }),
    ...(name && { name }),
  };
  const both = { reason, json: JSON.stringify(reason) };
  made.set(key, both);
  return both;
}
