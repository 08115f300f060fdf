import type { ReadyLists, Wishes } from '#lists/ready-lists.js';

/** A rest is made when its person has changed nothing for so long: who rates film after film would soon outdate it. */
const QUIET_MS = 5000;
/** With each is held what was scored for its list, half a megabyte for 9,000 films. */
const MAX_HELD = 32;

interface Held {
  revision: number;
  make: () => Promise<void>;
  timer: NodeJS.Timeout;
}

/**
 * The rests of lists whose beginnings are announced. Each is made when somebody wants it, or when its person has been quiet; one
 * whose list is replaced before is never made. Where it would not be heard who wants what, each is made at once.
 */
export class ListRests {
  /** By user, the one held longest first. */
  private readonly held = new Map<string, Held>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly wishes: Wishes;

  constructor(readyLists: Pick<ReadyLists, 'onWanted'>) {
    this.wishes = readyLists.onWanted((userIds) => {
      if (userIds) for (const userId of userIds) this.makeNow(userId);
      // Redis is away: their people are behind, and their lists are made again when it is back.
      else for (const userId of [...this.held.keys()]) this.drop(userId);
    });
  }

  /**
   * Holds one in the place of an earlier one.
   *
   * @param revision  of the profile that the list is made of
   * @param make      never fails
   */
  hold(userId: string, revision: number, make: () => Promise<void>): void {
    if (this.held.has(userId) && this.held.get(userId)!.revision > revision) return;
    this.drop(userId);
    const timer = setTimeout(() => this.makeNow(userId), QUIET_MS).unref();
    this.held.set(userId, { revision, make, timer });
    if (!this.wishes.areHeard) this.makeNow(userId);
    else if (this.held.size > MAX_HELD) this.makeNow(this.held.keys().next().value!);
  }

  /** Nobody will ask for it: another list stands. */
  drop(userId: string): void {
    clearTimeout(this.held.get(userId)?.timer);
    this.held.delete(userId);
  }

  makeNow(userId: string): void {
    const held = this.held.get(userId);
    if (!held) return;
    this.drop(userId);
    const making = held.make().finally(() => this.underWay.delete(making));
    this.underWay.add(making);
  }

  get isIdle(): boolean {
    return this.held.size + this.underWay.size === 0;
  }

  /** Resolves when fewer than so many are being made. */
  async untilBelow(count: number): Promise<void> {
    while (this.underWay.size >= count) await Promise.race(this.underWay);
  }

  /** Makes what is held, and resolves when all is made. */
  async finish(): Promise<void> {
    for (const userId of [...this.held.keys()]) this.makeNow(userId);
    await this.untilBelow(1);
  }
}
