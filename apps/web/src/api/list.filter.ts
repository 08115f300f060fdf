import { genreName } from '../words/en/film';
import { list as words } from '../words/en/list';
import { sayings } from '../words/en/sayings';
import { watching } from '../words/en/watching';
import { languageName as nameOfLanguage } from '../words/dates';

/** What a list of one's own can be sorted by, besides how well films match. */
export const OWN_SORTS = ['stars'] as const;
/** What a list that is everybody's can be sorted by, besides how well known films are. */
export const COMMON_SORTS = ['rating', 'year', 'title'] as const;
type OwnSort = (typeof OWN_SORTS)[number];
type CommonSort = (typeof COMMON_SORTS)[number];

/** What the address holds of the list: `?genre=Drama&notGenre=Horror&yearFrom=1970&language=fr&runtimeMax=120&diversity=0.5&known=-1`. */
export interface ListFilter {
  genre?: string[];
  notGenre?: string[];
  yearFrom?: number;
  yearTo?: number;
  language?: string;
  /** Minutes. */
  runtimeMin?: number;
  runtimeMax?: number;
  /** Shown by the services of whoever looks. */
  on?: 'mine';
  /** A country and its certification: "DE:12". */
  certificationMax?: string;
  /** 0: familiar; 1: surprising */
  diversity?: number;
  /** −1: what few know; 1: what everybody knows */
  known?: number;
  /** Only what my library has. */
  owned?: true;
  /** Left out: by match, or the best-known first where the list is nobody's own. */
  sort?: OwnSort | CommonSort;
}

export const FIRST_YEAR = 1920;
export const THIS_YEAR = new Date().getFullYear();
/** Minutes at which the choice of lengths ends: films of more are few. */
export const LONGEST = 240;

export function readFilter(search: URLSearchParams): ListFilter {
  const number = (key: string, low: number, high: number) => {
    const value = Number(search.get(key) ?? NaN);
    return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : undefined;
  };
  const whole = (key: string, low: number, high: number) => {
    const value = number(key, low, high);
    return value === undefined ? undefined : Math.round(value);
  };
  const language = search.get('language') ?? '';
  const all: ListFilter = {
    genre: search.getAll('genre').filter(Boolean),
    notGenre: search.getAll('notGenre').filter(Boolean),
    yearFrom: whole('yearFrom', 1870, 2100),
    yearTo: whole('yearTo', 1870, 2100),
    language: /^[a-z]{2}$/.test(language) ? language : undefined,
    runtimeMin: whole('runtimeMin', 1, 1000),
    runtimeMax: whole('runtimeMax', 1, 1000),
    on: search.get('on') === 'mine' ? 'mine' : undefined,
    certificationMax: /^[A-Z]{2}:.{1,16}$/.exec(search.get('certificationMax') ?? '')?.[0],
    diversity: number('diversity', 0, 1),
    known: number('known', -1, 1),
    owned: search.get('owned') === 'true' || undefined,
    sort: [...OWN_SORTS, ...COMMON_SORTS].find((sort) => sort === search.get('sort')),
  };
  return clean(all);
}

const FIELDS = [
  'genre',
  'notGenre',
  'yearFrom',
  'yearTo',
  'language',
  'runtimeMin',
  'runtimeMax',
  'on',
  'certificationMax',
  'diversity',
  'known',
  'owned',
  'sort',
] as const satisfies (keyof ListFilter)[];

/** The address with this filter, and everything else in it kept. */
export function writeFilter(search: URLSearchParams, filter: ListFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of FIELDS) {
    next.delete(key);
    const value = clean(filter)[key];
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) next.append(key, String(each));
  }
  return next;
}

/** Equal filters look the same: no empty lists, no zero, no missing members. */
function clean(filter: ListFilter): ListFilter {
  const kept = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== 0 && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept);
}

export interface FilterPart {
  key: string;
  label: string;
  field: 'genre' | 'notGenre' | 'years' | 'language' | 'runtime' | 'on' | 'certificationMax' | 'owned';
  value?: string;
}

/** A filter in words, one part per thing that can be let go. */
export function filterParts(filter: ListFilter): FilterPart[] {
  const { genre = [], notGenre = [], yearFrom, yearTo, language, runtimeMin, runtimeMax } = filter;
  const years =
    yearFrom && yearTo
      ? `${yearFrom}–${yearTo}`
      : yearFrom
        ? words.fromYear(String(yearFrom))
        : yearTo
          ? words.untilYear(String(yearTo))
          : '';
  const runtime =
    runtimeMin && runtimeMax
      ? words.minutesBetween(runtimeMin, runtimeMax)
      : runtimeMin
        ? words.minutesFrom(runtimeMin)
        : runtimeMax
          ? words.minutesTo(runtimeMax)
          : '';
  return [
    ...genre.map((value) => ({
      key: `genre ${value}`,
      label: genreName(value),
      field: 'genre' as const,
      value,
    })),
    ...notGenre.map((value) => ({
      key: `not ${value}`,
      label: words.noInChip(genreName(value)),
      field: 'notGenre' as const,
      value,
    })),
    ...(years ? [{ key: 'years', label: years, field: 'years' as const }] : []),
    ...(language ? [{ key: 'language', label: languageName(language), field: 'language' as const }] : []),
    ...(runtime ? [{ key: 'runtime', label: runtime, field: 'runtime' as const }] : []),
    ...(filter.on ? [{ key: 'on', label: watching.onMineShort, field: 'on' as const }] : []),
    ...(filter.certificationMax
      ? [
          {
            key: 'certificationMax',
            label: watching.upToShort(filter.certificationMax.replace(':', ' ')),
            field: 'certificationMax' as const,
          },
        ]
      : []),
    ...(filter.owned ? [{ key: 'owned', label: watching.library.onlyInChip, field: 'owned' as const }] : []),
  ];
}

export function without(filter: ListFilter, part: FilterPart): ListFilter {
  const rest = { ...filter };
  if (part.field === 'years') {
    delete rest.yearFrom;
    delete rest.yearTo;
  } else if (part.field === 'runtime') {
    delete rest.runtimeMin;
    delete rest.runtimeMax;
  } else if (
    part.field === 'language' ||
    part.field === 'on' ||
    part.field === 'certificationMax' ||
    part.field === 'owned'
  )
    delete rest[part.field];
  else rest[part.field] = rest[part.field]?.filter((name) => name !== part.value);
  return clean(rest);
}

export function languageName(code: string): string {
  // TMDB's two codes that ISO 639-1 spells differently or not at all.
  if (code === 'cn') return sayings.cantonese;
  if (code === 'xx') return sayings.noLanguage;
  return nameOfLanguage(code);
}

export const LANGUAGES = [
  'en',
  'fr',
  'it',
  'ja',
  'de',
  'es',
  'ru',
  'zh',
  'cn',
  'ko',
  'sv',
  'hi',
  'pt',
  'da',
  'nl',
  'pl',
  'fa',
  'fi',
  'no',
  'cs',
];
