import { inSlices } from '#platform/process/slices.js';
import { Ranker } from '#ranking/ranking/ranker.js';
import { Injectable, Logger } from '@nestjs/common';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { CurrentModel, type Model } from './current.model.js';
import type { Bundle } from './model.bundle.js';
import { ModelRepository } from './model.repository.js';
import { ModelStore, type Published } from './model.store.js';
import { modelServes } from './model.metrics.js';

/** Deploys the published model. A request ends with the model it began with. */
@Injectable()
export class ModelSwitch {
  private readonly log = new Logger(ModelSwitch.name);
  private last: Promise<unknown> = Promise.resolve();
  /** A publication of which nothing could be loaded. */
  private refused?: number;

  constructor(
    private readonly store: ModelStore,
    private readonly repository: ModelRepository,
    private readonly catalogue: MovieCatalogue,
    private readonly current: CurrentModel,
  ) {}

  /**
   * Loads the published model unless it serves already. At a start, falls back to the previous one when it cannot be used.
   *
   * @returns what was switched to, or nothing when nothing changed
   * @throws when MongoDB cannot be reached
   */
  follow(): Promise<Published | undefined> {
    const next = this.last.then(() => this.look());
    this.last = next.catch(() => undefined);
    return next;
  }

  private async look(): Promise<Published | undefined> {
    const published = await this.store.published();
    const serving = this.current.peek();
    // Without movies there are no lists to make.
    if (!published || this.catalogue.size === 0 || serving?.since.getTime() === published.since.getTime())
      return undefined;
    if (this.refused === published.since.getTime()) return undefined;
    const candidates = [published.modelId, ...(published.previous && !serving ? [published.previous] : [])];
    for (const modelId of candidates) {
      const began = performance.now();
      const bundle = await this.repository.open(modelId);
      if (bundle) {
        const ranker = new Ranker(bundle.ranker);
        await inSlices(ranker.prepareInSteps());
        this.serve(bundle, ranker, published, performance.now() - began);
        return published;
      }
    }
    this.refused = published.since.getTime();
    this.log.error(`model ${published.modelId} is published but cannot be used here`);
    return undefined;
  }

  private serve(
    { movieRatingStats, ...bundle }: Bundle,
    ranker: Ranker,
    published: Published,
    ms: number,
  ): void {
    const {
      modelId: id,
      trainedAt,
      users,
      movies,
      ratings,
      plots,
      withoutPlots,
      quick = false,
      outside,
      weights,
    } = bundle;
    const { since, changesFrom } = published;
    this.catalogue.rate(movieRatingStats);
    const model: Model = {
      id,
      trainedAt,
      since,
      changesFrom,
      ranker,
      weights,
      rolledBack: changesFrom > trainedAt,
      users,
      movies,
      ratings,
      plots,
      withoutPlots,
      quick,
      outside: outside !== undefined,
    };
    this.current.set(model);
    modelServes(id, trainedAt);
    this.log.log(
      { modelId: id, users, movies, ratings, plots },
      `model ${id} serves: ${movies} films, ${ratings} ratings of ${users} people, loaded in ${Math.round(ms)} ms`,
    );
  }
}
