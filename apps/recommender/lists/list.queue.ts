import type { UserProfile } from '../profiles/user.profile.js';

/** About 100 bytes a user; who does not fit is remembered in MongoDB. */
const MAX_USERS = 10_000;
/** A profile may be a megabyte: the others' are read again when it is their turn. */
const MAX_PROFILES = 16;

/** Somebody whose list is to be made. */
export interface QueuedList {
  userId: string;
  /** As it was just written, where that is still at hand. */
  profile?: UserProfile;
  /** When the first change came, on the steady clock. */
  since: number;
}

/** Whose list is to be made: each user once, and the latest change first. */
export class ListQueue {
  /** The latest change last. */
  private readonly users = new Map<string, QueuedList>();
  /** The end of the map, which JavaScript does not let be read: users by arrival, some of them outdated. */
  private arrivals: string[] = [];

  add(userId: string, profile?: UserProfile): void {
    const since = this.users.get(userId)?.since ?? performance.now();
    this.users.delete(userId);
    this.users.set(userId, { userId, since, ...(this.users.size < MAX_PROFILES && { profile }) });
    this.arrivals.push(userId);
    if (this.users.size > MAX_USERS) this.users.delete(this.users.keys().next().value!);
    if (this.arrivals.length > 2 * MAX_USERS) this.arrivals = [...this.users.keys()];
  }

  take(): QueuedList | undefined {
    for (let userId; (userId = this.arrivals.pop()) !== undefined;) {
      const queued = this.users.get(userId);
      if (!queued) continue;
      this.users.delete(userId);
      return queued;
    }
    return undefined;
  }

  clear(): void {
    this.users.clear();
    this.arrivals = [];
  }

  get size(): number {
    return this.users.size;
  }
}
