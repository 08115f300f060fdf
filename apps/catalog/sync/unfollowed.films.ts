import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { KEPT_DAYS, REFRESH_DAYS, TrackedFilm } from './sync.schema.js';
import { WITHOUT_TOKEN } from './without-token.js';

const DAY_MS = 24 * 3600 * 1000;

/**
 * What nobody follows without a token: says what one would bring, and once a day how many films hold what TMDB said longer ago
 * than its terms allow.
 */
@Injectable()
export class UnfollowedFilms implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(UnfollowedFilms.name);
  private readonly looking = new RecurringTask(UnfollowedFilms.name, () => this.warn(), DAY_MS, 0);

  constructor(@InjectModel(TrackedFilm.name) private readonly films: Model<TrackedFilm>) {}

  onApplicationBootstrap(): void {
    this.log.log(WITHOUT_TOKEN);
    this.looking.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.looking.stop();
  }

  /** How many films were brought in more than six months ago, and not since. */
  countOutdated(): Promise<number> {
    const dueBefore = new Date(Date.now() - (KEPT_DAYS - REFRESH_DAYS) * DAY_MS);
    return this.films.countDocuments({ wanted: { $exists: true }, dueAt: { $lt: dueBefore } }).exec();
  }

  private async warn(): Promise<void> {
    const outdated = await this.countOutdated();
    if (outdated > 0)
      this.log.warn(
        `${outdated} films hold what TMDB said more than six months ago, which its terms do not allow: set TMDB_TOKEN, ` +
          'or take it back with npm run initdb -- --remove tmdb-api',
      );
  }
}
