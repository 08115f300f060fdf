import { Item } from './item.js';
import { reduceDimensions } from '../math/principal-components.js';
import { SparseMatrix, sparseFromRows } from '../math/sparse-matrix.js';

/** The kinds of features an item has as names; plots are vectors and stand apart. */
export const FEATURE_KINDS = ['genres', 'people', 'keywords', 'collection', 'language', 'decade'] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/** So many principal components of the plots are kept: scores correlate at .98 with those of all 384 numbers. */
const MAX_PLOT_DIMENSIONS = 96;

/** One kind's features: items × names, rows of length 1 (or 0, for an item without any). */
export interface FeatureMatrix extends SparseMatrix {
  /** Name of each column. */
  names: string[];
  /** Mean row: how the average item looks, length names.length. */
  mean: Float32Array;
}

/** All items' features, as plain data. */
export interface ItemFeatures {
  kinds: Record<FeatureKind, FeatureMatrix>;
  plots: PlotVectors;
}

/**
 * Plot embeddings less their mean (which all plots share and which says nothing), in as many numbers as are worth the time
 * of every list, rows of length 1, or 0 where missing.
 */
export interface PlotVectors {
  /** 0 when no item has one. */
  dimensions: number;
  /** Items × dimensions, row-major. */
  values: Float32Array;
}

/** @throws RangeError when the items' plot vectors differ in length or hold something other than numbers */
export function buildFeatures(items: readonly Item[]): ItemFeatures {
  return {
    kinds: byKind((kind) => featureMatrix(items.map((item) => featureNames(item, kind)))),
    plots: plotVectors(items),
  };
}

/** A value for each kind, in their order. */
export function byKind<T>(make: (kind: FeatureKind) => T): Record<FeatureKind, T> {
  return Object.fromEntries(FEATURE_KINDS.map((kind) => [kind, make(kind)])) as Record<FeatureKind, T>;
}

function featureNames(item: Item, kind: FeatureKind): readonly string[] {
  switch (kind) {
    case 'genres':
      return item.genres ?? [];
    case 'people':
      return item.people ?? [];
    case 'keywords':
      return item.keywords ?? [];
    case 'collection':
      return item.collection ? [item.collection] : [];
    case 'language':
      return item.language ? [item.language] : [];
    case 'decade':
      return item.year ? [`${Math.floor(item.year / 10) * 10}s`] : [];
  }
}

/**
 * Weighs names by rarity, idf = log((n + 1) / items with it), and scales each row to length 1.
 *
 * @param rows  each item's names; repeats count once
 */
export function featureMatrix(rows: readonly (readonly string[])[]): FeatureMatrix {
  const column = new Map<string, number>();
  const counts: number[] = [];
  const columns = rows.map((names) =>
    [...new Set(names)].map((name) => {
      let at = column.get(name);
      if (at === undefined) column.set(name, (at = counts.push(0) - 1));
      counts[at]++;
      return at;
    }),
  );
  const idf = counts.map((count) => Math.log((rows.length + 1) / count));
  const weighted = columns.map((row) => {
    const norm = Math.hypot(...row.map((at) => idf[at])) || 1;
    return row.sort((a, b) => a - b).map((at): [number, number] => [at, idf[at] / norm]);
  });
  const matrix = sparseFromRows(weighted, counts.length);
  const mean = new Float32Array(counts.length);
  matrix.columns.forEach((at, entry) => (mean[at] += matrix.values[entry] / rows.length));
  return { ...matrix, names: [...column.keys()], mean };
}

/** All kinds side by side in one matrix, items × all names, each row again of length 1; kinds weigh the same. */
export function joinKinds(kinds: readonly FeatureMatrix[], itemCount: number): SparseMatrix {
  const rows = Array.from({ length: itemCount }, (_, item) => {
    const row: [number, number][] = [];
    let shift = 0;
    for (const { offsets, columns, values, columnCount } of kinds) {
      for (let e = offsets[item]; e < offsets[item + 1]; e++) row.push([shift + columns[e], values[e]]);
      shift += columnCount;
    }
    const norm = Math.hypot(...row.map(([, value]) => value)) || 1;
    return row.map(([at, value]): [number, number] => [at, value / norm]);
  });
  return sparseFromRows(
    rows,
    kinds.reduce((sum, kind) => sum + kind.columnCount, 0),
  );
}

function plotVectors(items: readonly Item[]): PlotVectors {
  const known = items.filter((item) => item.plot);
  const dimensions = known[0]?.plot?.length ?? 0;
  const mean = new Float64Array(dimensions);
  for (const { id, plot } of known) {
    if (plot?.length !== dimensions || !plot.every(Number.isFinite)) {
      throw new RangeError(`film "${id}": its plot vector must be ${dimensions} finite numbers`);
    }
    plot.forEach((value, d) => (mean[d] += value / known.length));
  }
  const centred = new Float32Array(items.length * dimensions);
  items.forEach(({ plot }, item) =>
    plot?.forEach((value, d) => (centred[item * dimensions + d] = value - mean[d])),
  );
  const kept = Math.min(dimensions, MAX_PLOT_DIMENSIONS);
  const values = kept < dimensions ? reduceDimensions(centred, dimensions, kept) : centred;
  for (let from = 0; from < values.length; from += kept) {
    const row = values.subarray(from, from + kept);
    const norm = Math.hypot(...row) || 1;
    row.forEach((value, d) => (row[d] = value / norm));
  }
  return { dimensions: kept, values };
}
