import type { WorldAxis } from '#contracts/recommender/recommendation.js';
import { type Language, LANGUAGES } from './language.js';

const languageNames = Object.fromEntries(
  LANGUAGES.map((language) => [language, new Intl.DisplayNames([language], { type: 'language' })]),
) as Record<Language, Intl.DisplayNames>;

/** TMDB's codes that are not those of ISO 639. */
const OTHER_CODES: Record<string, string> = { cn: 'yue' };

/** As they stand in "… cinema" and in "Kino aus …". */
const REGIONS: Record<Language, Record<string, string>> = {
  en: {
    'east-asia': 'East Asian',
    'south-asia': 'South Asian',
    nordic: 'Nordic',
    iberia: 'Spanish and Portuguese language',
    'eastern-europe': 'Eastern European',
    'near-east': 'Near Eastern',
  },
  de: {
    'east-asia': 'Ostasien',
    'south-asia': 'Südasien',
    nordic: 'Nordeuropa',
    iberia: 'spanisch- und portugiesischsprachigen Ländern',
    'eastern-europe': 'Osteuropa',
    'near-east': 'dem Nahen Osten',
  },
};

/** What a world is called in the reader's language; by its code where it has no name there. */
export function worldName(axis: WorldAxis, name: string, language: Language): string {
  switch (axis) {
    case 'language':
      return nameOfLanguage(OTHER_CODES[name] ?? name, language);
    case 'region':
      return REGIONS[language][name] ?? name;
    case 'decade':
      return language === 'de' ? name.replace(/s$/u, 'ern') : name;
    case 'genre':
      return name;
  }
}

function nameOfLanguage(code: string, language: Language): string {
  try {
    return languageNames[language].of(code) ?? code;
  } catch {
    // A data set may call a language whatever it likes.
    return code;
  }
}
