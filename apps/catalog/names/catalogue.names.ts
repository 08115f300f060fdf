import { setImmediate as turn } from 'node:timers/promises';
import { titleKeys } from '#datasets/matching/title-key.js';
import { chunksOf } from '#platform/process/chunks.js';
import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { NameIndex } from './name.index.js';
import { popularityOf, votesOf } from './popularity.js';
import { initialsOf } from './name.words.js';

const FOLLOWS_EVERY_MS = 2000;
/** Writes may arrive this much later than the time they bear, and clocks differ. */
const LATE_MS = 60_000;
/** For how long after a change the movies that bear about its time are looked at again. */
const SETTLE_MS = 10_000;
/** As many are put into the index before other work gets a turn. */
const BATCH = 200;
/** Initials of a movie that fewer have voted for are nobody's word for it. */
const MIN_VOTES_FOR_INITIALS = 50;
/** How much better known one well-known movie makes a person. */
const SHARE_OF_A_MOVIE = 0.05;

const NAME_FIELDS = {
  title: 1,
  originalTitle: 1,
  alternativeTitles: 1,
  titleKeys: 1,
  people: 1,
  voteCount: 1,
  ratingCount: 1,
  revision: 1,
} as const;
type NameSource = Pick<
  MovieDocument,
  '_id' | 'title' | 'originalTitle' | 'titleKeys' | 'people' | 'voteCount' | 'ratingCount' | 'revision'
> & { alternativeTitles?: string[] };

/**
 * The names of all movies and people, in memory. Follows the movies in MongoDB, whichever process changes them: a change is
 * found within seconds. It is filled while the service already runs, the best-known movies first.
 */
@Injectable()
export class CatalogueNames implements OnApplicationBootstrap, OnModuleDestroy {
  readonly movies = new NameIndex(true);
  /** May have people whose last movie has gone; who finds one says so with forget(). */
  readonly people = new NameIndex(false);
  /** Whether every movie is there. */
  isFilled = false;
  private readonly following = new RecurringTask(
    CatalogueNames.name,
    () => this.follow(),
    FOLLOWS_EVERY_MS,
    0,
  );
  private followed = { movies: -1, latest: 0 };
  private settledAt = 0;

  constructor(@InjectModel(MovieDocument.name) private readonly stored: Model<MovieDocument>) {}

  onApplicationBootstrap(): void {
    this.following.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.following.stop();
  }

  forget(personId: string): void {
    this.people.remove(personId);
  }

  private async follow(): Promise<void> {
    const now = await this.stateOfMovies();
    const { movies, latest } = this.followed;
    if (now.movies !== movies || now.latest !== latest) this.settledAt = performance.now() + SETTLE_MS;
    else if (performance.now() > this.settledAt) return;
    if (this.isFilled) await this.update({ changedAt: { $gte: new Date(latest - LATE_MS) } });
    if (this.movies.size !== now.movies) this.removeAllBut(await this.update({}));
    this.isFilled = true;
    this.followed = now;
  }

  /** Two quick look-ups whose result changes whenever movies come, go or change. */
  private async stateOfMovies(): Promise<{ movies: number; latest: number }> {
    const [movies, newest] = await Promise.all([
      this.stored.estimatedDocumentCount(),
      this.stored
        .findOne({}, { changedAt: 1 })
        .sort({ changedAt: -1 })
        .lean<Pick<MovieDocument, 'changedAt'>>(),
    ]);
    return { movies, latest: newest?.changedAt.getTime() ?? 0 };
  }

  /** Puts the movies that are new or changed into the index. @returns the ids of all that were looked at and are not gone */
  private async update(filter: QueryFilter<MovieDocument>): Promise<Set<string>> {
    const seen = new Set<string>();
    const changed: string[] = [];
    const states = this.stored
      .find(filter, { revision: 1, 'sources.name': 1 })
      .sort({ popularity: -1, ratingCount: -1, _id: 1 })
      .lean<Pick<MovieDocument, '_id' | 'revision' | 'sources'>[]>()
      .cursor({ batchSize: 1000 });
    for await (const { _id, revision, sources } of states) {
      if (sources?.length === 0) {
        this.movies.remove(_id);
        continue;
      }
      seen.add(_id);
      if (this.movies.revision(_id) !== revision) changed.push(_id);
    }
    for (const ids of chunksOf(changed, BATCH)) {
      const movies = await this.stored.find({ _id: { $in: ids } }, NAME_FIELDS).lean<NameSource[]>();
      for (const movie of movies) this.put(movie);
      await turn();
    }
    return seen;
  }

  private removeAllBut(ids: ReadonlySet<string>): void {
    for (const id of this.movies.allIds()) if (!ids.has(id)) this.movies.remove(id);
  }

  private put({ _id, revision, people, ...movie }: NameSource): void {
    const votes = votesOf(movie);
    const weight = popularityOf(votes);
    const isNew = this.movies.revision(_id) === undefined;
    const titles = [movie.title, movie.originalTitle ?? [], movie.alternativeTitles ?? []].flat();
    this.movies.put({
      id: _id,
      keys: [...new Set([...movie.titleKeys, ...titles.flatMap(titleKeys)])],
      initials: votes >= MIN_VOTES_FOR_INITIALS ? [...new Set(titles.flatMap(initialsOf))] : [],
      weight,
      revision,
    });
    for (const id of people) {
      const isKnown = this.people.revision(id) !== undefined;
      if (!isKnown) this.people.put({ id, keys: [], weight: 0, revision: 0 });
      if (isNew || !isKnown) this.people.raise(id, SHARE_OF_A_MOVIE * weight);
    }
  }
}
