import type { WorldAxis } from '#contracts/recommender/recommendation.js';
import { type Language, LANGUAGES } from './language.js';

const namesOf = (type: 'language' | 'region') =>
  Object.fromEntries(
    LANGUAGES.map((language) => [language, new Intl.DisplayNames([language], { type })]),
  ) as Record<Language, Intl.DisplayNames>;
const languageNames = namesOf('language');
const countryNames = namesOf('region');

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

/** Genres as data sets have them; the same where a language has no other word. */
const GENRES: Record<Language, Record<string, string>> = {
  en: {},
  de: {
    Adventure: 'Abenteuer',
    Children: 'Kinderfilm',
    Comedy: 'Komödie',
    Crime: 'Krimi',
    Documentary: 'Dokumentarfilm',
    Family: 'Familie',
    'Film-Noir': 'Film noir',
    History: 'Historie',
    Music: 'Musik',
    Romance: 'Liebesfilm',
    'Sci-Fi': 'Science-Fiction',
    'Science Fiction': 'Science-Fiction',
    'TV Movie': 'Fernsehfilm',
    War: 'Kriegsfilm',
  },
};

/** What a genre is called in the reader's language. */
export const genreName = (name: string, language: Language): string => GENRES[language][name] ?? name;

/** What a world is called in the reader's language; by its code where it has no name there. */
export function worldName(axis: WorldAxis, name: string, language: Language): string {
  switch (axis) {
    case 'language':
      return nameOf(OTHER_CODES[name] ?? name, languageNames[language]);
    case 'country':
      return nameOf(name, countryNames[language]);
    case 'region':
      return REGIONS[language][name] ?? name;
    case 'decade':
      return language === 'de' ? name.replace(/s$/u, 'ern') : name;
    case 'genre':
      return genreName(name, language);
  }
}

function nameOf(code: string, names: Intl.DisplayNames): string {
  try {
    return names.of(code) ?? code;
  } catch {
    // A data set may call a language or a country whatever it likes.
    return code;
  }
}
