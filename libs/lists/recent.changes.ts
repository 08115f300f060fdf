import type { ListOwner } from './list.key.js';

/** By then the lists have followed, or Redis holds the changes again. */
const REMEMBERED_MS = 10 * 60_000;
/** Movies remembered of one owner and of all; beyond it those noted first are forgotten. */
const MAX_MOVIES = 1000;
const MAX_MOVIES_OF_ALL = 50_000;

interface Noted {
  version: number;
  /** Movie id → version at which it was rated or dismissed, the latest last. */
  movies: Map<string, number>;
  at: number;
}

/**
 * What this process itself just noted of owners' changes, for the time Redis is away or comes back empty. It knows nothing
 * of what other processes noted, nor of what came before a restart.
 */
export class RecentChanges {
  /** The owner noted last is the last. */
  private readonly owners = new Map<ListOwner, Noted>();
  private movies = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  note(owner: ListOwner, version: number, movieIds: readonly string[]): void {
    const noted = this.owners.get(owner) ?? { version: 0, movies: new Map<string, number>(), at: 0 };
    this.forget(owner);
    for (const id of movieIds.slice(-MAX_MOVIES)) {
      const before = noted.movies.get(id) ?? 0;
      noted.movies.delete(id);
      noted.movies.set(id, Math.max(before, version));
    }
    for (const [id] of noted.movies) {
      if (noted.movies.size <= MAX_MOVIES) break;
      noted.movies.delete(id);
    }
    this.owners.set(owner, { ...noted, version: Math.max(noted.version, version), at: this.now() });
    this.movies += noted.movies.size;
    for (const [eldest, { at }] of this.owners) {
      if (this.movies <= MAX_MOVIES_OF_ALL && at > this.now() - REMEMBERED_MS) break;
      this.forget(eldest);
    }
  }

  /** The latest version noted; 0 when none is remembered. */
  version(owner: ListOwner): number {
    return this.remembered(owner)?.version ?? 0;
  }

  /** The version at which a movie was noted last; -1 when none is remembered. */
  hiddenAt(owner: ListOwner, movieId: string): number {
    return this.remembered(owner)?.movies.get(movieId) ?? -1;
  }

  private remembered(owner: ListOwner): Noted | undefined {
    const noted = this.owners.get(owner);
    return noted && noted.at > this.now() - REMEMBERED_MS ? noted : undefined;
  }

  private forget(owner: ListOwner): void {
    this.movies -= this.owners.get(owner)?.movies.size ?? 0;
    this.owners.delete(owner);
  }
}
