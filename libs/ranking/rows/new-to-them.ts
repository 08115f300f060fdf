import type { RowMaterial, RowTheme } from './row.js';

/** Of a country or genre that is new somebody has rated one film at most, and so small a share. */
const HARDLY_KNOWN = { films: 1, share: 0.05 };
/** A language of at least so large a share of the rated films is familiar. */
const FAMILIAR = 0.2;
/** Films of many countries are made together in it, and it says of none that they are from there. */
const ENGLISH = 'en';
/** It is judged by so many of its films. */
const JUDGED_BY = 8;
/** Looked for among so many of the best. */
const AMONG = 800;
/** Which film speaks for it is asked of so many of those liked best. */
const SPEAKERS = 12;

interface Unknown {
  axis: 'country' | 'genre';
  name: string;
  /** Best first. */
  items: number[];
}

/**
 * What borders on somebody's taste: of the countries and genres of which they have hardly rated a film the one whose best
 * films have the highest scores, and the liked film that adds most to these.
 *
 * A film is of a country if it was made there alone, or there first of all in a language that is not familiar. Somebody whose world is a language, a region or a country is shown another country, if there is one.
 *
 * @param best  what rows may still have, best first
 */
export function newToThem(
  material: RowMaterial,
  best: readonly number[],
): { theme: Extract<RowTheme, { kind: 'new' }>; items: number[] } | undefined {
  const { scoreOf, world, liked, addedBy, isPoor, isLaterPart } = material;
  if (liked.length === 0) return undefined;
  const found = unknownOf(material, best.slice(0, AMONG)).flatMap((unknown) => {
    const judged: number[] = [];
    for (const item of unknown.items) {
      if (judged.length === JUDGED_BY) break;
      if (!isLaterPart(item) && !isPoor(item)) judged.push(item);
    }
    if (judged.length < JUDGED_BY) return [];
    return { ...unknown, judged, score: judged.reduce((sum, item) => sum + scoreOf(item), 0) };
  });
  const axis = world?.centre?.axis;
  const isAbroad = axis === 'language' || axis === 'region' || axis === 'country';
  const preferred = isAbroad ? found.filter(({ axis }) => axis === 'country') : [];
  const [first] = (preferred.length > 0 ? preferred : found).sort((a, b) => b.score - a.score);
  if (!first) return undefined;
  const places = [...liked.keys()].slice(0, SPEAKERS);
  const added = addedBy(places, first.judged);
  const sums = places.map((_, column) => {
    let sum = 0;
    for (let at = column; at < added.length; at += places.length) sum += added[at];
    return sum;
  });
  const speaker = sums.indexOf(Math.max(...sums));
  if (sums[speaker] <= 0) return undefined;
  const theme = { kind: 'new', axis: first.axis, name: first.name, item: liked[speaker].item } as const;
  return { theme, items: first.items };
}

/** The films of each country and genre that somebody hardly knows. */
function unknownOf({ rated, about }: RowMaterial, best: readonly number[]): Unknown[] {
  const known = { country: new Map<string, number>(), genre: new Map<string, number>() };
  const languages = new Map<string, number>();
  for (const item of rated) {
    const { genres, countries = [], language = '' } = about(item);
    for (const name of countries) count(known.country, name);
    for (const name of genres) count(known.genre, name);
    count(languages, language);
  }
  const isUnknown = (axis: Unknown['axis'], name: string) => {
    const films = known[axis].get(name) ?? 0;
    return films <= HARDLY_KNOWN.films && films <= HARDLY_KNOWN.share * rated.length;
  };
  const isForeign = (language = ENGLISH) =>
    language !== ENGLISH && (languages.get(language) ?? 0) < FAMILIAR * rated.length;
  const found = new Map<string, Unknown>();
  const put = (axis: Unknown['axis'], name: string, item: number) => {
    if (!isUnknown(axis, name)) return;
    const key = `${axis} ${name}`;
    const unknown = found.get(key);
    if (unknown) unknown.items.push(item);
    else found.set(key, { axis, name, items: [item] });
  };
  for (const item of best) {
    const { genres, countries: [country, ...others] = [], language } = about(item);
    if (country !== undefined && (others.length === 0 || isForeign(language))) put('country', country, item);
    for (const name of genres) put('genre', name, item);
  }
  return [...found.values()];
}

function count(of: Map<string, number>, name: string): void {
  of.set(name, (of.get(name) ?? 0) + 1);
}
