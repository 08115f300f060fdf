import { movieCount, type UserProfile } from './user.profile.js';

/** People who change something at the same time. */
const MAX_PROFILES = 100;
/** Movies of a profile, 150 bytes each: longer ones are read again. */
const MAX_MOVIES = 1000;

/**
 * Profiles as this process stored them last, so that who rates one film after the other is not read again for each. Another process
 * may have changed them since: whoever writes finds that out by their revision.
 */
export class RecentProfiles {
  /** The one stored last is the last. */
  private readonly profiles = new Map<string, UserProfile>();

  get(userId: string): UserProfile | undefined {
    return this.profiles.get(userId);
  }

  keep(profile: UserProfile): void {
    const { userId } = profile;
    this.profiles.delete(userId);
    if (movieCount(profile) > MAX_MOVIES) return;
    this.profiles.set(userId, profile);
    if (this.profiles.size > MAX_PROFILES) this.profiles.delete(this.profiles.keys().next().value!);
  }

  forget(userId: string): void {
    this.profiles.delete(userId);
  }
}
