import type { Row } from '../rows/row.js';
import type { Placed } from '../order/composition.js';
import { Explainer } from './reasons.js';
import type { RankedItem, RankedPage, RankedRow } from './recommendation.js';
import type { Scoring } from './row-material.js';

/** A list and its rows with scores, stars and reasons; an item of both is explained once. */
export class ExplainedPage {
  /** Of the list, those that are explained. */
  readonly items: RankedItem[] = [];
  private readonly byItem = new Map<number, RankedItem>();

  private constructor(
    private readonly scoring: Scoring,
    private readonly itemIds: readonly string[],
    private readonly places: readonly Placed[],
    /** Of the places, in their order. */
    private readonly matches: readonly number[],
    private readonly explainer: Explainer,
  ) {}

  static *inSteps(
    scoring: Scoring,
    itemIds: readonly string[],
    places: readonly Placed[],
    matches: readonly number[],
  ): Generator<void, ExplainedPage> {
    const { models, scores, blend } = scoring;
    const explainer = yield* Explainer.inSteps(models, scores, blend, itemIds);
    return new ExplainedPage(scoring, itemIds, places, matches, explainer);
  }

  /** Explains the places of the list before `end`. */
  *upTo(end: number): Generator<void, void> {
    const next = this.places.slice(this.items.length, end);
    if (next.length === 0) return;
    yield* this.explainer.prepare(next.map(({ item }) => item));
    yield;
    yield* this.explainPlaces(next);
  }

  /** Explains what is left of the list, and the rows. */
  *whole(rows: readonly Row[]): Generator<void, RankedPage> {
    const { list, blend } = this.scoring;
    const isListed = new Set(list);
    const inRows = rows.flatMap(({ items }) => items).filter((item) => !isListed.has(item));
    const next = this.places.slice(this.items.length);
    yield* this.explainer.prepare([...next.map(({ item }) => item), ...inRows]);
    yield;
    yield* this.explainPlaces(next);
    for (const item of inRows) {
      this.explain(item, blend.score(item));
      yield;
    }
    return { items: this.items, rows: rows.map((row) => this.ranked(row)) };
  }

  private *explainPlaces(places: readonly Placed[]): Generator<void, void> {
    for (const { item, before } of places) {
      const found = this.explain(item, this.matches[this.items.length]);
      if (before !== undefined)
        found.reasons.unshift({ kind: 'earlier-part', item: this.itemIds[before], strength: found.score });
      this.items.push(found);
      yield;
    }
  }

  private explain(item: number, match: number): RankedItem {
    const { blend, starsOf } = this.scoring;
    const { score, contributions } = blend.explain(item);
    const reasons = this.explainer.reasons(this.byItem.size, contributions);
    const found = {
      item: this.itemIds[item],
      score,
      match,
      predictedRating: starsOf(item),
      contributions,
      reasons,
    };
    this.byItem.set(item, found);
    return found;
  }

  /** A row with ids, of items that have been explained. */
  private ranked({ theme, items }: Row): RankedRow {
    const ranked = items.map((item) => {
      const found = this.byItem.get(item)!;
      if (theme.kind === 'list') return found;
      return { ...found, match: found.score, reasons: this.explainer.ofTheme(theme, item, found.reasons) };
    });
    return { theme: 'item' in theme ? { ...theme, item: this.itemIds[theme.item] } : theme, items: ranked };
  }
}
