import { type UserPreferences, userPreferences } from '../data/user-preferences.js';
import type { SeenItem, UserRating } from './recommendation.js';

/** The numbers that models have for the items of a catalogue. */
export class ItemNumbers {
  private readonly numbers: ReadonlyMap<string, number>;

  /** @param ids  by number */
  constructor(readonly ids: readonly string[]) {
    this.numbers = new Map(ids.map((id, number) => [id, number]));
  }

  /** Undefined for an item outside the catalogue. */
  of(id: string): number | undefined {
    return this.numbers.get(id);
  }

  /** Of those that the catalogue has, in their order. */
  ofAll(ids: Iterable<string>): number[] {
    const found: number[] = [];
    for (const id of ids) {
      const number = this.numbers.get(id);
      if (number !== undefined) found.push(number);
    }
    return found;
  }

  /** 1 for each of these items; length items. */
  marked(items: readonly number[]): Uint8Array {
    const marks = new Uint8Array(this.ids.length);
    for (const item of items) marks[item] = 1;
    return marks;
  }

  /** All items but those somebody rated or has seen, ascending. */
  without({ items }: UserPreferences): number[] {
    const others = new Array<number>(this.ids.length - items.length);
    for (let item = 0, next = 0; item < this.ids.length; item++) {
      if (item === items[next]) next++;
      else others[item - next] = item;
    }
    return others;
  }

  /** @throws RangeError when a rating's stars are impossible */
  preferences(ratings: readonly UserRating[], seen: readonly SeenItem[] = []): UserPreferences {
    const rated: { item: number; stars: number; time?: number }[] = [];
    for (const { item, stars, ratedAt } of ratings) {
      const number = this.numbers.get(item);
      if (number !== undefined) rated.push({ item: number, stars, time: ratedAt });
    }
    const seenToo: { item: number; time?: number }[] = [];
    for (const { item, seenAt } of seen) {
      const number = this.numbers.get(item);
      if (number !== undefined) seenToo.push({ item: number, time: seenAt });
    }
    return userPreferences(rated, seenToo);
  }
}
