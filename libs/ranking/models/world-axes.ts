import type { Item } from '../data/item.js';
import { regionOf } from '../data/language-regions.js';

/** One way in which films are of a kind. */
interface Axis {
  /** What an item has of it. */
  of: (item: Item) => readonly string[];
  /** How much its clarity counts beside that of the others. */
  weight: number;
  /** Clarity that tastes without a world reach by what everybody watches or by chance, in nats. */
  ordinary: number;
}

const decadeOf = ({ year }: Item) => (year ? [`${Math.floor(year / 10) * 10}s`] : []);
const languageOf = ({ language }: Item) => (language ? [language] : []);
const genresOf = ({ genres = [] }: Item) => genres;
/** What is of two kinds at once: horror of the 2010s, Japanese animation. */
const both = (some: readonly string[], others: readonly string[]) =>
  some.flatMap((one) => others.map((other) => `${one} ${other}`));

/**
 * The axes along which a taste can have a world. Clarity of what is shared by many for reasons of their own (people rate
 * films of their decade, and all people have favourite genres) begins to count later.
 */
export const WORLD_AXES = {
  language: { of: languageOf, weight: 1, ordinary: 0.7 },
  region: { of: (item) => languageOf(item).flatMap((of) => regionOf(of) ?? []), weight: 0.5, ordinary: 0.7 },
  country: { of: ({ countries = [] }) => countries, weight: 0.5, ordinary: 0.7 },
  genre: { of: genresOf, weight: 1, ordinary: 1 },
  decade: { of: decadeOf, weight: 1, ordinary: 1 },
  keyword: { of: ({ keywords = [] }) => keywords, weight: 0.7, ordinary: 0.8 },
  person: { of: ({ people = [] }) => people, weight: 1, ordinary: 0.5 },
  genreOfDecade: { of: (item) => both(genresOf(item), decadeOf(item)), weight: 0.5, ordinary: 1 },
  genreInLanguage: { of: (item) => both(genresOf(item), languageOf(item)), weight: 0.5, ordinary: 1 },
} as const satisfies Record<string, Axis>;

export type WorldAxis = keyof typeof WORLD_AXES;
export const AXES = Object.keys(WORLD_AXES) as WorldAxis[];

/** By these the films of many are alike out of habit: they watch what is of their years, and have favourite genres. */
export const HABITS: ReadonlySet<WorldAxis> = new Set<WorldAxis>(['genre', 'decade', 'genreOfDecade']);

/** Axes whose features people are told of. */
export const NAMED_AXES = ['language', 'region', 'country', 'genre', 'decade'] as const satisfies WorldAxis[];
export type NamedAxis = (typeof NAMED_AXES)[number];

/** The features of all items along one axis, and how often everybody meets them. Plain data. */
export interface AxisFeatures {
  /** Item i has the features `columns[e]`, e from offsets[i] to offsets[i + 1]. */
  offsets: Int32Array;
  columns: Int32Array;
  /** Of the columns; empty for an axis that nobody is told of. */
  names: string[];
  /** The share of what everybody likes that has each feature, 0–1. */
  audience: Float64Array;
}

/** @param weights  each item's share of what everybody likes; they sum to 1 */
export function axisFeatures(axis: WorldAxis, items: readonly Item[], weights: Float64Array): AxisFeatures {
  const found = items.map((item) => [...new Set(WORLD_AXES[axis].of(item))]);
  const counts = new Map<string, number>();
  for (const name of found.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const column = new Map<string, number>();
  // What a single film has says nothing of any other.
  for (const [name, count] of counts) if (count > 1) column.set(name, column.size);
  const offsets = new Int32Array(items.length + 1);
  const columns: number[] = [];
  const audience = new Float64Array(column.size);
  found.forEach((names, item) => {
    for (const name of names) {
      const at = column.get(name);
      if (at === undefined) continue;
      columns.push(at);
      audience[at] += weights[item];
    }
    offsets[item + 1] = columns.length;
  });
  const named: readonly WorldAxis[] = NAMED_AXES;
  return {
    offsets,
    columns: Int32Array.from(columns),
    names: named.includes(axis) ? [...column.keys()] : [],
    audience,
  };
}
