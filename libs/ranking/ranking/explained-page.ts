import type { Row } from '../rows/row.js';
import type { Placed } from '../order/composition.js';
import { Explainer } from './reasons.js';
import type { RankedItem, RankedPage, RankedRow } from './recommendation.js';
import type { Scoring } from './row-material.js';

/** What is to be explained. */
export interface Unexplained {
  itemIds: readonly string[];
  /** Of the list, the first ones or all. */
  places: readonly Placed[];
  /** Of the places, in their order. */
  matches: readonly number[];
  rows: readonly Row[];
}

/** Explains a list and its rows, in steps: with scores, stars and reasons. An item of both is explained once. */
export function* explainPage(
  scoring: Scoring,
  { itemIds, places, matches, rows }: Unexplained,
): Generator<void, Pick<RankedPage, 'items' | 'rows'>> {
  const { models, scores, blend, starsOf } = scoring;
  const isListed = new Set(places.map(({ item }) => item));
  const inRows = rows.flatMap(({ items }) => items).filter((item) => !isListed.has(item));
  const all = [...isListed, ...inRows];
  const explainer = yield* Explainer.inSteps(models, scores, blend, itemIds, all);
  blend.lookAt(all);
  yield;
  const found = new Map<number, RankedItem>();
  const explain = (item: number, match: number): RankedItem => {
    const { score, contributions } = blend.explain(item);
    const reasons = explainer.reasons(found.size, contributions);
    const predictedRating = starsOf(item);
    const ranked = { item: itemIds[item], score, match, predictedRating, contributions, reasons };
    found.set(item, ranked);
    return ranked;
  };
  const items: RankedItem[] = [];
  for (const { item, before } of places) {
    const ranked = explain(item, matches[items.length]);
    if (before !== undefined)
      ranked.reasons.unshift({ kind: 'earlier-part', item: itemIds[before], strength: ranked.score });
    items.push(ranked);
    yield;
  }
  for (const item of inRows) {
    explain(item, blend.score(item));
    yield;
  }
  return { items, rows: rows.map((row) => rankedRow(row, found, explainer, itemIds)) };
}

/** A row with ids, of items that have been explained. */
function rankedRow(
  { theme, items }: Row,
  found: ReadonlyMap<number, RankedItem>,
  explainer: Explainer,
  itemIds: readonly string[],
): RankedRow {
  const ranked = items.map((item) => {
    const explained = found.get(item)!;
    if (theme.kind === 'list') return explained;
    const reasons = explainer.ofTheme(theme, item, explained.reasons);
    return { ...explained, match: explained.score, reasons };
  });
  return { theme: 'item' in theme ? { ...theme, item: itemIds[theme.item] } : theme, items: ranked };
}
