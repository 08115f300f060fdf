import type { FilmFacts } from '../rows/row.js';
import type { RowsRequest } from './recommendation.js';

/** A film of which nothing is known. */
const NO_FACTS: FilmFacts = { genres: [], directors: [] };

/** What a catalogue knows of films, by the numbers that models have for them. */
export class RowFacts {
  private readonly isAllowed: Uint8Array;

  /** @param allowed  what may be recommended */
  constructor(
    private readonly request: RowsRequest,
    private readonly itemIds: readonly string[],
    private readonly itemIndex: ReadonlyMap<string, number>,
    allowed: readonly number[],
  ) {
    this.isAllowed = new Uint8Array(itemIds.length);
    for (const item of allowed) this.isAllowed[item] = 1;
  }

  about(item: number): FilmFacts {
    return this.request.catalogue.about(this.itemIds[item]) ?? NO_FACTS;
  }

  /** What may be recommended of a director. */
  directedBy(name: string): number[] {
    return this.allowedOf(this.request.catalogue.directedBy(name));
  }

  /** What may be recommended of what has just come out. */
  recent(): number[] {
    return this.allowedOf(this.request.catalogue.recent());
  }

  /** Whether an earlier part of its series may be recommended. */
  isLaterPart(item: number): boolean {
    const { catalogue } = this.request;
    const series = catalogue.seriesOf(this.itemIds[item]);
    if (series === undefined) return false;
    const first = this.known(catalogue.partsOf(series)).find((part) => this.isAllowed[part] === 1);
    return first !== undefined && first !== item;
  }

  watchlist(): number[] {
    return this.known(this.request.watchlist);
  }

  isOwned(item: number): boolean {
    return this.request.owned?.has(this.itemIds[item]) ?? false;
  }

  private allowedOf(ids: Iterable<string>): number[] {
    return this.known(ids).filter((item) => this.isAllowed[item] === 1);
  }

  private known(ids: Iterable<string>): number[] {
    return [...ids].flatMap((id) => this.itemIndex.get(id) ?? []);
  }
}
