import { inDigits, joinedKey, joinedKeys, MAX_WORD_LENGTH, queryWords } from './name.words.js';
import { type Fit, WordTree } from './word.tree.js';

/** Fewer letters begin too many names to tell which is meant. */
const MIN_JOINED = 4;
/** Names without blanks are in the tree by as many letters; more would share nothing, and take more memory. */
const JOINED_LENGTH = 12;
/** A name without blanks is as long as what was typed, but for so many letters. */
const WRONG_LENGTH = 2;
/** A name spelt exactly as asked for is among the found ones, whatever the others are. */
const SPELT = 2;

/** What is known by some names. */
export interface Named {
  id: string;
  /** Keys of its names; see titleKey() of libs/datasets. Without any, the words of its id are its name. */
  keys: readonly string[];
  /** Short names, by which it is found only when they are all that is asked for. */
  initials?: readonly string[];
  /** How well known it is, 0 to 1. */
  weight: number;
  /** Whatever tells one state of it from another. */
  revision: number;
}

export interface FoundName extends Pick<Named, 'id' | 'keys' | 'weight'> {
  /** How well the words fit those that were asked for, 0 to 1; 1 when each is there as it was typed. */
  quality: number;
  /** Whether what was asked for are its initials. */
  byInitials: boolean;
}

/**
 * Finds names by their words, in memory: also by words that are unfinished, mistyped or written without the blank between
 * them. The words are in radix trees, everything else in arrays: a film takes about 600 bytes, a person about 150.
 */
export class NameIndex {
  private readonly words = new WordTree();
  /** Whole names without their blanks. */
  private readonly joined = new WordTree();
  private readonly slots = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly ids: string[] = [];
  /** Each between line feeds; empty where the id is the name. */
  private readonly keys: string[] = [];
  private readonly initials: string[] = [];
  private readonly weights: number[] = [];
  private readonly revisions: number[] = [];
  /** By slot, while a query runs: how many of its words the name has, and how well they fit together. */
  private reached = new Uint8Array(0);
  private fits = new Float32Array(0);

  /** @param joins  whether names are found without their blanks as well, which takes as much memory again */
  constructor(private readonly joins: boolean) {}

  get size(): number {
    return this.slots.size;
  }

  /** Of everything in the index. */
  allIds(): string[] {
    return [...this.slots.keys()];
  }

  /** Undefined for what the index does not have. */
  revision(id: string): number | undefined {
    const slot = this.slots.get(id);
    return slot === undefined ? undefined : this.revisions[slot];
  }

  /** Adds it, or replaces what has its id. */
  put({ id, keys, initials = [], weight, revision }: Named): void {
    this.remove(id);
    const slot = this.free.pop() ?? this.ids.length;
    this.slots.set(id, slot);
    this.ids[slot] = id;
    this.keys[slot] = keys.length === 0 ? '' : ['', ...keys, ''].join('\n');
    this.initials[slot] = initials.join('\n');
    this.weights[slot] = weight;
    this.revisions[slot] = revision;
    this.forEachWord(slot, (tree, word) => tree.add(word, slot));
  }

  remove(id: string): void {
    const slot = this.slots.get(id);
    if (slot === undefined) return;
    this.forEachWord(slot, (tree, word) => tree.drop(word, slot));
    this.slots.delete(id);
    this.keys[slot] = this.initials[slot] = '';
    this.free.push(slot);
  }

  /** Makes something known better by this share of what it lacks. */
  raise(id: string, share: number): void {
    const slot = this.slots.get(id);
    if (slot !== undefined) this.weights[slot] += share * (1 - this.weights[slot]);
  }

  /**
   * The names that have every word of a query, roughly the best first.
   *
   * @param limit      how many at most
   * @param forgiving  whether words may be mistyped
   */
  find(query: string, limit: number, forgiving: boolean): FoundName[] {
    const words = queryWords(query);
    if (words.length === 0) return [];
    const found = this.withWords(words, forgiving);
    this.withoutBlanks(words, forgiving, found);
    const initials = new Set<number>();
    if (words.length === 1) {
      for (const slot of slotsOf(this.words.exact(initialsWord(words[0])))) {
        initials.add(slot);
        if (!found.has(slot)) found.set(slot, 1);
      }
    }
    const asked = words.join(' ');
    return this.best(found, asked, limit).map((slot) => ({
      id: this.ids[slot],
      keys: this.keysOf(slot),
      weight: this.weights[slot],
      quality: found.get(slot)!,
      byInitials: initials.has(slot),
    }));
  }

  /** Slot → quality of the names that have all the words. */
  private withWords(words: string[], forgiving: boolean): Map<number, number> {
    const found = new Map<number, number>();
    this.makeRoom();
    const touched: number[] = [];
    words.forEach((word, place) => {
      const last = place === words.length - 1;
      // The best fits come first, so that of a name's words the best counts.
      for (const [slots, quality] of this.fitsOf(word, last, forgiving)) {
        for (const slot of typeof slots === 'number' ? [slots] : slots) {
          if (this.reached[slot] !== place) continue;
          if (place === 0) touched.push(slot);
          this.reached[slot] = place + 1;
          this.fits[slot] = (place === 0 ? 0 : this.fits[slot]) + quality;
        }
      }
    });
    for (const slot of touched) {
      if (this.reached[slot] === words.length) found.set(slot, this.fits[slot] / words.length);
      this.reached[slot] = 0;
    }
    return found;
  }

  private fitsOf(word: string, unfinished: boolean, forgiving: boolean): Fit[] {
    const number = inDigits(word);
    return [
      ...this.words.exact(word),
      ...(number === word ? [] : this.words.exact(number)),
      ...(unfinished ? this.words.begun(word) : []),
      ...(forgiving ? this.words.mistyped(word) : []),
    ];
  }

  /** Adds the names that are the words once blanks are left out. */
  private withoutBlanks(words: string[], forgiving: boolean, found: Map<number, number>): void {
    if (!this.joins) return;
    const whole = joinedKey(words.join(' '));
    const begin = whole.slice(0, JOINED_LENGTH);
    const fits = [
      ...this.joined.exact(begin),
      ...(begin.length >= MIN_JOINED ? this.joined.begun(begin) : []),
      ...(forgiving ? this.joined.mistyped(begin) : []),
    ];
    const isMeant = (name: string) =>
      name.startsWith(whole) || (forgiving && Math.abs(name.length - whole.length) <= WRONG_LENGTH);
    for (const [slots, quality] of fits)
      for (const slot of typeof slots === 'number' ? [slots] : slots)
        if (!found.has(slot) && (begin === whole || this.keysOf(slot).flatMap(joinedKeys).some(isMeant)))
          found.set(slot, quality);
  }

  private best(found: ReadonlyMap<number, number>, asked: string, limit: number): number[] {
    const spelt = [`\n${asked}\n`, `\nthe ${asked}\n`];
    const scores = new Map<number, number>();
    for (const [slot, quality] of found) {
      const keys = this.keys[slot] || `\n${this.keysOf(slot)[0]}\n`;
      const isSpelt = spelt.some((key) => keys.includes(key));
      scores.set(slot, (isSpelt ? SPELT : quality) + this.weights[slot]);
    }
    const all = Float64Array.from(scores.values()).sort();
    const least = all[Math.max(0, all.length - limit)];
    return [...scores]
      .filter(([, score]) => score >= least)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([slot]) => slot);
  }

  private keysOf(slot: number): string[] {
    return this.keys[slot] === ''
      ? [this.ids[slot].replaceAll('-', ' ')]
      : this.keys[slot].trim().split('\n');
  }

  private makeRoom(): void {
    if (this.reached.length >= this.ids.length) return;
    this.reached = new Uint8Array(2 * this.ids.length);
    this.fits = new Float32Array(2 * this.ids.length);
  }

  /** Every word a slot is found by, once a tree. */
  private forEachWord(slot: number, visit: (tree: WordTree, word: string) => void): void {
    const keys = this.keysOf(slot);
    const words = keys
      .flatMap((key) => key.split(' '))
      .flatMap((word) => [word, inDigits(word)])
      .map((word) => word.slice(0, MAX_WORD_LENGTH));
    const initials = this.initials[slot].split('\n').filter(Boolean).map(initialsWord);
    for (const word of new Set([...words, ...initials])) visit(this.words, word);
    if (!this.joins) return;
    const joined = keys.flatMap(joinedKeys).map((key) => key.slice(0, JOINED_LENGTH));
    for (const word of new Set(joined)) visit(this.joined, word);
  }
}

/** What no key has as a word. */
const initialsWord = (initials: string) => `#${initials}`;

function slotsOf(fits: Fit[]): number[] {
  return fits.flatMap(([slots]) => slots);
}
