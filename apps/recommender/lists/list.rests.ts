import type { ReadyLists, Wishes } from '#lists/ready-lists.js';
import { movieCount, type UserProfile } from '../profiles/user.profile.js';

/** A rest is made when its person has changed nothing for so long: who rates film after film would soon outdate it. */
const QUIET_MS = 5000;
/** With each its profile is held, 150 bytes a movie, and what else there is weighs as much as some. */
const MAX_MOVIES = 200_000;
const BESIDES = 10;
/** A service that is to end makes so many; the others' people are behind as before. */
const MAX_AT_END = 32;

interface Held {
  revision: number;
  movies: number;
  since: number;
  make: (isWanted: boolean) => Promise<void>;
}

/**
 * The rests of lists whose beginnings are announced. Each is made when somebody wants it, or when its person has been quiet, one
 * after the other; one whose list is replaced before is never made. Where it would not be heard who wants what, each is made at
 * once.
 */
export class ListRests {
  /** By user, the one held longest first. */
  private readonly held = new Map<string, Held>();
  private heldMovies = 0;
  private readonly underWay = new Set<Promise<void>>();
  private readonly wishes: Wishes;
  /** While one is waited for that will be quiet, or is made because it is. */
  private isWatching = false;

  constructor(readyLists: Pick<ReadyLists, 'onWanted'>) {
    this.wishes = readyLists.onWanted((userIds) => {
      if (userIds) for (const userId of userIds) void this.make(userId, true);
      // Redis is away: their people are behind, and their lists are made again when it is back.
      else for (const userId of [...this.held.keys()]) this.drop(userId);
    });
  }

  /**
   * Holds one in the place of an earlier one.
   *
   * @param profile  which the list is made of
   * @param make     never fails; told whether somebody waits
   */
  hold(profile: UserProfile, make: Held['make']): void {
    const { userId, revision } = profile;
    if (this.held.has(userId) && this.held.get(userId)!.revision > revision) return;
    this.drop(userId);
    const movies = BESIDES + movieCount(profile);
    this.held.set(userId, { revision, movies, since: performance.now(), make });
    this.heldMovies += movies;
    if (!this.wishes.areHeard) void this.make(userId);
    while (this.heldMovies > MAX_MOVIES) void this.make(this.held.keys().next().value!);
    this.watch();
  }

  /** Nobody will ask for it: another list stands. */
  drop(userId: string): Held | undefined {
    const held = this.held.get(userId);
    this.held.delete(userId);
    this.heldMovies -= held?.movies ?? 0;
    return held;
  }

  /** Never fails. */
  async make(userId: string, isWanted = false): Promise<void> {
    const making = this.drop(userId)
      ?.make(isWanted)
      .finally(() => this.underWay.delete(making!));
    if (making) this.underWay.add(making);
    await making;
  }

  private watch(): void {
    const [first] = this.held.values();
    if (this.isWatching || !first) return;
    this.isWatching = true;
    setTimeout(() => void this.makeQuiet(), first.since + QUIET_MS - performance.now()).unref();
  }

  private async makeQuiet(): Promise<void> {
    // Those that are added meanwhile come last.
    for (const [userId, { since }] of this.held) {
      if (performance.now() - since < QUIET_MS) break;
      await this.make(userId);
    }
    this.isWatching = false;
    this.watch();
  }

  get isIdle(): boolean {
    return this.held.size + this.underWay.size === 0;
  }

  /** Resolves when fewer than so many are being made. */
  async untilBelow(count: number): Promise<void> {
    while (this.underWay.size >= count) await Promise.race(this.underWay);
  }

  /** Makes the latest of what is held, and resolves when all is made. */
  async finish(): Promise<void> {
    for (const userId of [...this.held.keys()].slice(0, -MAX_AT_END)) this.drop(userId);
    for (const userId of [...this.held.keys()]) void this.make(userId);
    await this.untilBelow(1);
  }
}
