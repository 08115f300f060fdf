import { Injectable, Logger } from '@nestjs/common';
import { CurrentModel } from '../model/current.model.js';
import { DataChanges } from '../profiles/data.changes.js';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';

/** What is stored already is no sign of more to come: it counts as quiet for so long. */
const QUIET_ALREADY_MS = 5000;
/** From so many changed users on a new model is trained, whichever replica noted the changes. */
const MANY_USERS = { min: 500, share: 0.2 };

/** Looks for what other replicas have stored, and notes what the model that serves does not know. */
@Injectable()
export class DataWatch {
  private readonly log = new Logger(DataWatch.name);

  constructor(
    private readonly catalogue: MovieCatalogue,
    private readonly profiles: UserProfileStore,
    private readonly current: CurrentModel,
    private readonly changes: DataChanges,
  ) {}

  /** Whether there is anything to train with. */
  get hasMovies(): boolean {
    return this.catalogue.size > 0;
  }

  /**
   * Reads movies that were stored since the last time (all of them the first time).
   *
   * @param follow  called in between, so that what is noted is new to the latest model. Never fails.
   */
  async look(follow: () => Promise<void>): Promise<void> {
    try {
      const movies = await this.catalogue.catchUp();
      await follow();
      const model = this.current.peek();
      const quiet = performance.now() - QUIET_ALREADY_MS;
      const newer = model ? movies.filter((storedAt) => storedAt > model.changesFrom) : movies;
      this.changes.note({ movies: newer.length }, quiet);
      const users = model ? await this.profiles.changedSince(model.changesFrom) : 0;
      if (model && users >= Math.max(MANY_USERS.min, MANY_USERS.share * model.users))
        this.changes.note({ ratings: Math.max(model.ratings, users) }, quiet);
    } catch (error) {
      this.log.warn(`read model not read: ${(error as Error).message}`);
    }
  }
}
