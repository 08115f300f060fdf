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
/** The words of a key, by language. */
export const texts = Object.fromEntries(
  LANGUAGES.map((language) => [language, catalogue.getFixedT(language)]),
) as Record<Language, TFunction>;
