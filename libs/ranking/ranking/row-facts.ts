import type { FilmFacts } from '../rows/row.js';
import type { ItemNumbers } from './item-numbers.js';
import type { RowsRequest } from './recommendation.js';

/** A film of which nothing is known. */
const NO_FACTS: FilmFacts = { genres: [], directors: [] };

/** What a catalogue knows of films, by the numbers that models have for them. */
export class RowFacts {
  private readonly isAllowed: Uint8Array;

  /** @param allowed  what may be recommended */
  constructor(
    private readonly request: RowsRequest,
    private readonly numbers: ItemNumbers,
    allowed: readonly number[],
  ) {
    this.isAllowed = numbers.marked(allowed);
  }

  about(item: number): FilmFacts {
    return this.request.catalogue.about(this.numbers.ids[item]) ?? NO_FACTS;
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
    const series = catalogue.seriesOf(this.numbers.ids[item]);
    if (series === undefined) return false;
    const [first] = this.allowedOf(catalogue.partsOf(series));
    return first !== undefined && first !== item;
  }

  watchlist(): number[] {
    return this.numbers.ofAll(this.request.watchlist);
  }

  isOwned(item: number): boolean {
    return this.request.owned?.has(this.numbers.ids[item]) ?? false;
  }

  private allowedOf(ids: Iterable<string>): number[] {
    return this.numbers.ofAll(ids).filter((item) => this.isAllowed[item] === 1);
  }
}
