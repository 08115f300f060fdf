import type { Interactions } from '#ranking/data/interactions.js';
import { inKernelMemory } from '#ranking/kernels/in-memory.js';
import { fitRanker, Ranker } from '#ranking/ranking/ranker.js';
import { loadModels, type Models } from '#ranking/scores/scorers.js';
import { Baselines } from './baselines.js';
import { scoreUsers } from './fold.scores.js';
import { MEASURED_LENGTH } from './list.measures.js';
import { EvaluationLists } from './user.lists.js';
import type { TestUser } from '../splits/split.js';
import type { Tables } from '../splits/samples.js';
import type { Setting } from '../splits/setting.js';

/** The table of users held out; what their lists are like is measured on the same lists. */
export const HELD_OUT = 'people held out';
/** Kept in any table: what the product serves, and what is measured beside models (what users liked, and chance). */
const ALWAYS = ['blend', 'liked', 'random'];

/** The models of one training. */
export class TrainedModels {
  private readonly models: Models;
  private readonly maker: EvaluationLists;
  private readonly ratings: Interactions;
  /** For each table the models that tell its items apart. */
  private readonly informative: Record<string, Set<string>> = {};

  constructor(
    { data: { items, ratings }, weights }: Setting,
    private readonly train: Interactions,
  ) {
    const state = inKernelMemory(fitRanker({ items, ratings: train }, { weights }));
    this.models = loadModels(state.models);
    this.maker = new EvaluationLists(new Ranker(state), new Baselines(train), ratings, weights);
    this.ratings = ratings;
  }

  /** Each user with a way to their lists for a table, in the users' order. */
  *listsOf(users: TestUser[]) {
    for (const scores of scoreUsers(this.models, this.ratings, { train: this.train, users })) {
      const lists = (table: string, among?: ReadonlySet<number>) =>
        this.maker.lists(scores, MEASURED_LENGTH, (this.informative[table] ??= new Set(ALWAYS)), among);
      yield { ...scores, lists };
    }
  }

  /** Takes out what models came to that could not tell a table's items apart for anybody. */
  keepTelling({ tables, shown }: { tables: Tables; shown: Record<string, number[][]> }): void {
    const keep = (samples: object, informative: ReadonlySet<string>) => {
      for (const model of Object.keys(samples)) if (!informative.has(model)) delete samples[model as never];
    };
    const heldOut = this.informative[HELD_OUT] ?? new Set();
    for (const [table, samples] of Object.entries(tables)) keep(samples, this.informative[table] ?? heldOut);
    keep(shown, heldOut);
  }
}
