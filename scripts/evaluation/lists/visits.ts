import { LIKED_FROM } from '#ranking/data/interactions.js';
import { userPreferences } from '#ranking/data/user-preferences.js';
import { ndcgAt, recallAt } from '#ranking/math/metrics.js';
import { topItems } from '#ranking/math/top-items.js';
import { fitContext } from '#ranking/models/scorer.js';
import { Blend, weightsFor } from '#ranking/scores/blend.js';
import { keptShare, remembered, type Showings } from '#ranking/scores/fading.js';
import { fitModels, loadModels, type Models } from '#ranking/scores/scorers.js';
import { scoreForUser } from '#ranking/scores/user-scores.js';
import { SEEN } from './list.measures.js';
import { addSample, type Tables } from '../splits/samples.js';
import type { Setting } from '../splits/setting.js';
import { entriesOf, ratersOf } from '../splits/split.js';
import { strongGeneralisation } from '../splits/strong-generalisation.js';
import { explored } from './exploration.js';

/** So many people come back so often, a day apart. */
export const VISITORS = 60;
export const VISITS = 20;
/** From this visit on something may have been shown often enough to sink. */
export const LATE = 11;
/** Only whose second half has so many ratings that some are left for each visit. */
const MIN_RATINGS = 4 * VISITS;
/** What can come into the part of a list that is looked at. */
const POOL = 100;
const DAY = 86_400_000;

export const VISIT_TABLE = 'visits';
/** What is compared. */
export const PLAIN = 'every visit as scored';
export const SINKING = 'shown and untouched sinks';
/** Shares of the places beyond the first ten that are given to films little is known of, and whether only among equals. */
export const EXPLORING: Record<string, { share: number; amongEquals: boolean }> = {
  '1 place in 20 explores, the same per cent': { share: 0.05, amongEquals: true },
  '1 place in 4, the same per cent': { share: 0.25, amongEquals: true },
  [`1 place in 20, the first ${POOL}`]: { share: 0.05, amongEquals: false },
  [`1 place in 4, the first ${POOL}`]: { share: 0.25, amongEquals: false },
};

/** What one kind of list has shown somebody. */
interface Shown {
  showings: Map<number, Showings>;
  /** What a visit's list was. */
  lists: number[][];
}

/**
 * People held out who come back every day: half of their ratings, the earlier by time, are given at first and a share of the
 * others after each visit. What stands in the first 20 is shown to them; what they rate leaves the list. To be found is, at each
 * visit, what they like of all they rate from then on.
 *
 * @returns per person: means over the late visits, and how many films all visits showed
 */
export function measureVisits({ data: { items, ratings }, weights, seed }: Setting): Tables {
  const tables: Tables = {};
  const { train, users } = strongGeneralisation(ratings, 0, seed);
  if (train.userCount === 0) return tables;
  const row = new Map(ratings.userIds.map((id, at) => [id, at]));
  const visitors = users
    .map(({ userId }) => entriesOf(ratings, row.get(userId)!))
    .filter((entries) => entries.length >= MIN_RATINGS)
    .slice(0, VISITORS);
  if (visitors.length === 0) return tables;
  const models = loadModels(fitModels(fitContext(items, train)));
  const raters = ratersOf(train);
  for (const [at, entries] of visitors.entries()) {
    const rated = entries.map((entry) => ({
      item: ratings.items[entry],
      stars: ratings.stars[entry],
      time: ratings.times[entry],
    }));
    rated.sort((a, b) => a.time - b.time);
    visit(tables, models, weights, rated, raters, seed + at);
  }
  return tables;
}

function visit(
  tables: Tables,
  models: Models,
  weights: Setting['weights'],
  rated: readonly { item: number; stars: number; time: number }[],
  raters: Int32Array,
  seed: number,
): void {
  const half = rated.length >> 1;
  const kinds = [PLAIN, SINKING, ...Object.keys(EXPLORING)];
  const shown = new Map(kinds.map((kind): [string, Shown] => [kind, { showings: new Map(), lists: [] }]));
  const found = new Map(kinds.map((kind) => [kind, { ndcg: 0, recall: 0, visits: 0 }]));
  for (let visit = 1; visit <= VISITS; visit++) {
    const from = half + Math.floor(((rated.length - half) * (visit - 1)) / VISITS);
    const given = rated.slice(0, from);
    const target = new Set(
      rated
        .slice(from)
        .filter(({ stars }) => stars >= LIKED_FROM)
        .map(({ item }) => item),
    );
    const asOf = given[given.length - 1].time;
    const known = new Set(given.map(({ item }) => item));
    const { sources } = scoreForUser(models, userPreferences(given), undefined, asOf);
    const candidates = [...raters.keys()].filter(
      (item) => !known.has(item) && models.trend.wasThere(item, asOf),
    );
    const blend = new Blend(sources, weightsFor(weights, given.length), candidates);
    const plain = topItems(candidates, blend.raw, POOL);
    const lists: Record<string, number[]> = { [PLAIN]: plain };
    const percent = (item: number) => Math.round(100 * blend.score(item));
    for (const [kind, { share, amongEquals }] of Object.entries(EXPLORING)) {
      const mayStand = (item: number, other: number) => !amongEquals || percent(item) === percent(other);
      lists[kind] = explored(plain, mayStand, raters, share, 100 * seed + visit);
    }
    const now = visit * DAY;
    for (const [item, showings] of shown.get(SINKING)!.showings)
      if (!known.has(item)) blend.keep(item, keptShare(remembered(showings, now)));
    lists[SINKING] = topItems(candidates, blend.raw, POOL);
    for (const kind of kinds) {
      const list = lists[kind].slice(0, SEEN);
      const { showings, lists: before } = shown.get(kind)!;
      before.push(list);
      for (const item of list) {
        const past = showings.get(item);
        showings.set(item, { times: (past ? remembered(past, now) : 0) + 1, lastAt: now });
      }
      if (visit < LATE || target.size === 0) continue;
      const sum = found.get(kind)!;
      sum.ndcg += ndcgAt(list, target, SEEN);
      sum.recall += recallAt(list, target, SEEN);
      sum.visits++;
    }
  }
  for (const kind of kinds) {
    const { ndcg, recall, visits } = found.get(kind)!;
    if (visits === 0) continue;
    addSample(tables, VISIT_TABLE, kind, 'NDCG@20', ndcg / visits);
    addSample(tables, VISIT_TABLE, kind, 'Recall@20', recall / visits);
    const all = shown.get(kind)!.lists.flat();
    addSample(tables, VISIT_TABLE, kind, 'films shown', new Set(all).size);
    addSample(
      tables,
      VISIT_TABLE,
      kind,
      'raters',
      all.reduce((sum, item) => sum + raters[item], 0) / all.length,
    );
  }
}
