import type { MovieDetails } from '../../api/client';
import { movie as words } from '../../words/en/movie';

type Watch = NonNullable<MovieDetails['watch']>;
type Offer = Watch[string]['offers'][number];

const WAYS: [way: keyof typeof words.ways, ...how: Offer['how'][]][] = [
  ['stream', 'flatrate'],
  ['free', 'free', 'ads'],
  ['rent', 'rent'],
  ['buy', 'buy'],
];

/** Where to watch a movie in one country. */
export interface OffersHere {
  country: string;
  link?: string;
  ways: { title: string; services: string[] }[];
}

/**
 * The offers of somebody's own country, else of the first that is known.
 *
 * @param locales of the browser, the preferred one first
 */
export function offersFor(locales: readonly string[], watch: Watch = {}): OffersHere | undefined {
  const regions = locales.map((locale) => new Intl.Locale(locale).region);
  const country = [...regions, ...Object.keys(watch)].find((code) => code !== undefined && code in watch);
  if (country === undefined) return undefined;
  const { link, offers } = watch[country];
  const ways = WAYS.map(([way, ...how]) => ({
    title: words.ways[way],
    services: [...new Set(offers.filter((offer) => how.includes(offer.how)).map(({ name }) => name))],
  }));
  return { country, link, ways: ways.filter(({ services }) => services.length > 0) };
}
