import { type Interactions } from '#ranking/data/interactions.js';
import { mostRatedFirst } from '#ranking/data/item-order.js';
import { drained } from '#ranking/math/steps.js';
import { Ranker, type RankerData } from '#ranking/ranking/ranker.js';
import type { RecommendRequest, RowCatalogue } from '#ranking/ranking/recommendation.js';
import { readWeights } from '../../apps/recommender/model/blend.weights.js';
import { madeUpItems, madeUpRatings } from '../../scripts/made-up/made-up.data.js';
import { MadeUpWorld } from '../../scripts/made-up/made-up.ratings.js';
import { readSample } from '../../scripts/evaluation/splits/evaluation.data.js';
import type { ListRun } from './lists.bench.js';

/** A process that makes lists on the sample, or in a made-up world of so many films, nothing else, and says what they take. */
const films = process.argv.length > 2 ? Number(process.argv[2]) : undefined;
const SIZES: { given: number; limit: number; rows?: boolean; begun?: boolean; stranger?: boolean }[] = films
  ? [
      { given: 200, limit: 100 },
      { given: 200, limit: 100, stranger: true },
      { given: 200, limit: 500, begun: true },
    ]
  : [
      { given: 1000, limit: 100 },
      { given: 1000, limit: 500 },
      { given: 1000, limit: 500, rows: true },
      { given: 1000, limit: 500, begun: true },
      { given: 200, limit: 500 },
      { given: 20, limit: 500 },
      { given: 20, limit: 500, rows: true },
      { given: 20, limit: 500, begun: true },
    ];
/** Films that are explained when a list is announced: BEGUN_LENGTH of the recommender. */
const BEGUN = 120;
const WARM_UP = films ? 40 : 200;
const TURNS = 10;
const RUNS_A_TURN = 10;
/** Of the made-up world, which are few enough to train on in seconds. */
const PEOPLE = { people: 2000, ratingsEach: 200 };
/** As many numbers as a plain embedding of every item would have. */
const WIDTH = 384;

/** A user with so many ratings: the first ones of whoever has the fewest that are enough. */
function personWith(given: number, { userCount, userIds, itemIds, offsets, ...ratings }: Interactions) {
  const countOf = (user: number) => offsets[user + 1] - offsets[user];
  const [user] = [...Array(userCount).keys()]
    .filter((one) => countOf(one) >= given)
    .sort((a, b) => countOf(a) - countOf(b));
  const rated = Array.from({ length: given }, (_, k) => offsets[user] + k);
  return {
    userId: userIds[user],
    ratings: rated.map((entry) => ({
      item: itemIds[ratings.items[entry]],
      stars: ratings.stars[entry],
      ratedAt: ratings.times[entry],
    })),
  };
}

/** Of this thread, in milliseconds: on a machine that is busy otherwise a list takes longer, but no more of it. */
function processor(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * What each work takes, on average. Some machines count what a thread takes in steps of 4 ms, as long as a list, and are faster in one
 * minute than in the next: so all take turns, some runs at a time.
 */
function meansOf(works: readonly (() => void)[]): number[] {
  for (const work of works) for (let run = 0; run < WARM_UP; run++) work();
  const taken = works.map(() => 0);
  for (let turn = 0; turn < TURNS; turn++)
    for (const [at, work] of works.entries()) {
      const began = processor();
      for (let run = 0; run < RUNS_A_TURN; run++) work();
      taken[at] += processor() - began;
    }
  return taken.map((ms) => ms / (TURNS * RUNS_A_TURN));
}

/** One inner product with every item: what any list costs that looks at all of them once. */
function plainProduct(items: number): () => number {
  const rows = new Float32Array(items * WIDTH).fill(0.5);
  const vector = new Float32Array(WIDTH).fill(0.5);
  return () => {
    let sum = 0;
    for (let from = 0; from < rows.length; from += WIDTH)
      for (let d = 0; d < WIDTH; d++) sum += rows[from + d] * vector[d];
    return sum;
  };
}

async function readData(): Promise<RankerData> {
  if (films === undefined) return readSample(1);
  const world = new MadeUpWorld({ ...PEOPLE, films, seed: 1 });
  return { ratings: madeUpRatings(world), items: madeUpItems(world) };
}

const { items: catalogued, ratings: everybodys } = await readData();
// As a training orders them.
const data = { items: mostRatedFirst(catalogued, everybodys), ratings: everybodys };
const itemOf = new Map(data.items.map((item) => [item.id, item]));
/** What the catalogue says, as far as the sample's items do: their first person directs, and all have time for an evening. */
const catalogue: RowCatalogue = {
  about(id) {
    const { genres = [], people = [], countries, language } = itemOf.get(id)!;
    return { genres, directors: people.slice(0, 1), countries, language, runtime: 90 };
  },
  directedBy: (name) => data.items.filter(({ people }) => people?.[0] === name).map(({ id }) => id),
  recent: () => [],
  seriesOf: (id) => itemOf.get(id)!.collection,
  partsOf: () => [],
  directorsOf: (id) => itemOf.get(id)!.people?.slice(0, 1) ?? [],
};
// Stars of a quick fit take as long to predict as those of a whole one when there are as many draws.
const stars = films ? { warmUp: 1, spacing: 1 } : {};
const ranker = Ranker.fit(data, { weights: readWeights(), stars });
const works = SIZES.map(({ given, limit, rows = false, begun = false, stranger = false }) => {
  const { userId, ratings } = personWith(given, data.ratings);
  const request: RecommendRequest = {
    ratings,
    limit,
    ...(!stranger && { userId }),
    ...(begun && { composition: catalogue }),
    ...(rows && { rows: { catalogue, watchlist: [] } }),
  };
  return () => drained(ranker.pageInSteps(request, begun ? BEGUN : undefined));
});
const items = data.items.length;
const [plain, ...means] = meansOf([plainProduct(items), ...works]);
const lists = SIZES.map(({ rows = false, begun = false, stranger = false, ...size }, at) => ({
  ...size,
  rows,
  begun,
  stranger,
  mean: means[at],
}));
console.log(JSON.stringify({ items, lists, plain } satisfies ListRun));
