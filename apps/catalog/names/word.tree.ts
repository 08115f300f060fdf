import SearchableMap from 'minisearch/SearchableMap';

/** Slots of the names that have a word: a bare number for the many words that only one name has. */
export type Postings = number | number[];

/** The slots of some words, and how well the words fit the one that was asked for, 0 to 1. */
export type Fit = [slots: Postings, quality: number];

const EXACT = 1;
const BEGUN = 0.9;
/** By how many letters are wrong. */
const MISTYPED = [EXACT, 0.7, 0.5];
/** Letters from which on one may be wrong, and two. */
const FORGIVING_LENGTHS = [4, 8];

/** Words, and the slots of the names that have them, in MiniSearch's radix tree. */
export class WordTree {
  private readonly tree = new SearchableMap<Postings>();

  add(word: string, slot: number): void {
    const slots = this.tree.get(word);
    if (slots === undefined) this.tree.set(word, slot);
    else if (typeof slots === 'number') this.tree.set(word, [slots, slot]);
    else slots.push(slot);
  }

  drop(word: string, slot: number): void {
    const slots = this.tree.get(word);
    if (slots === slot || (Array.isArray(slots) && slots.length === 1)) this.tree.delete(word);
    else if (Array.isArray(slots)) slots.splice(slots.indexOf(slot), 1);
  }

  /** The word itself. */
  exact(word: string): Fit[] {
    const slots = this.tree.get(word);
    return slots === undefined ? [] : [[slots, EXACT]];
  }

  /** Words that begin like this one; itself is not among them. */
  begun(word: string): Fit[] {
    const found: Fit[] = [];
    for (const [other, slots] of this.tree.atPrefix(word)) if (other !== word) found.push([slots, BEGUN]);
    return found;
  }

  /** Words that this one may have been meant to be, the nearest first; itself is not among them. */
  mistyped(word: string): Fit[] {
    const wrong = FORGIVING_LENGTHS.filter((length) => word.length >= length).length;
    if (wrong === 0) return [];
    const near = [...this.tree.fuzzyGet(word, wrong).values()]
      .filter(([, distance]) => distance > 0)
      .map(([slots, distance]): Fit => [slots, MISTYPED[distance]]);
    return [...swaps(word).flatMap((other) => this.one(other)), ...near].sort((a, b) => b[1] - a[1]);
  }

  private one(word: string): Fit[] {
    return this.exact(word).map(([slots]): Fit => [slots, MISTYPED[1]]);
  }
}

/** A word with two neighbouring letters the other way round, for each pair: one mistake, but two letters are wrong. */
function swaps(word: string): string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ).filter((other) => other !== word);
}
