/**
 * Languages of cinemas that share makers, audiences and festivals, by ISO 639-1 code (TMDB writes `cn` for Cantonese):
 * somebody with films from Seoul and Hong Kong loves one world, though no language has most of them.
 */
const REGIONS = {
  'east-asia': 'ja ko zh cn th vi id',
  'south-asia': 'hi ta te bn ml ur mr kn pa',
  nordic: 'sv da no nb nn fi is',
  iberia: 'es pt gl ca eu',
  'eastern-europe': 'ru uk be pl cs sk hu sr hr bs sl ro bg mk sq et lv lt ka',
  'near-east': 'fa ar he tr ku ps',
} as const;

export type LanguageRegion = keyof typeof REGIONS;
export const LANGUAGE_REGIONS = Object.keys(REGIONS) as LanguageRegion[];

const REGION_OF = new Map(
  LANGUAGE_REGIONS.flatMap((region) => REGIONS[region].split(' ').map((language) => [language, region])),
);

/** The region of a language; undefined for one that is a region by itself, or unknown. */
export function regionOf(language: string): LanguageRegion | undefined {
  return REGION_OF.get(language);
}
