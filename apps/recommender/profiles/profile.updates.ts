import { Injectable } from '@nestjs/common';
import { Batches } from '#platform/process/batches.js';
import { DataChanges } from './data.changes.js';
import type { ProfileUpdate, UserProfile } from './user.profile.js';
import { UserProfileStore } from './user-profile.store.js';

/** People of one write: few enough that reading and writing them holds the event loop for some milliseconds only. */
const PEOPLE_PER_WRITE = 64;
/** More updates than that in hand are a backlog, no burst. */
const BACKLOG = 200;

/** Brings what events say into the profiles: one read and one write for many people, one version per person. */
@Injectable()
export class ProfileUpdates {
  private readonly batches = new Batches<ProfileUpdate, UserProfile>(
    (updates) => this.write(updates),
    PEOPLE_PER_WRITE,
  );

  /** Told of each profile as it will be on disk soon, unless its write fails. */
  foreseen?: (profile: UserProfile) => void;

  constructor(
    private readonly profiles: UserProfileStore,
    private readonly changes: DataChanges,
  ) {}

  /**
   * @returns the profile that has seen the update, when it is on disk
   * @throws when MongoDB cannot be reached; applying the same update again then does the rest
   */
  apply(userId: string, update: ProfileUpdate): Promise<UserProfile> {
    return this.batches.submit(userId, update);
  }

  /** Whether so much has come that lists had better wait: they would soon be old again. */
  get areBehind(): boolean {
    return this.batches.size > BACKLOG;
  }

  private async write(
    updates: ReadonlyMap<string, readonly ProfileUpdate[]>,
  ): Promise<Map<string, UserProfile>> {
    const applied = await this.profiles.applyAll(updates, this.foreseen);
    let ratings = 0;
    for (const { changedRatings } of applied.values()) ratings += changedRatings;
    this.changes.note({ ratings });
    return new Map([...applied].map(([userId, { profile }]) => [userId, profile]));
  }
}
