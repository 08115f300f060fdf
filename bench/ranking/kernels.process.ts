import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitIals } from '#ranking/models/ials.model.js';
import type { RatingsMatrix } from '#ranking/data/interactions.js';
import { fitItemLinear, ItemLinearModel } from '#ranking/models/item-linear.model.js';
import { MAX_STARS } from '#ranking/data/interactions.js';
import { sparseFromRows, type SparseMatrix, transpose } from '#ranking/math/sparse-matrix.js';
import { preferencesOfRow } from '#ranking/data/user-preferences.js';
import { fitUserKnn, UserKnnModel } from '#ranking/models/user-knn.model.js';
import type { Kernel, KernelRun, KernelSetting } from './kernels.bench.js';

/** A process that runs one kernel of libs/ranking on what bench/kernels.bench.ts wrote, and says what it took. */
const [kernel, folder] = process.argv.slice(2) as [Kernel, string];
const setting = JSON.parse(readFileSync(join(folder, 'setting.json'), 'utf8')) as KernelSetting;
const numbers = (name: string) => new Int32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);

/** As numpy is. */
const ALONE = { threads: 1 };

const offsets = numbers('offsets.i32');
const items = numbers('items.i32');
const likes = asRatings({
  rowCount: offsets.length - 1,
  columnCount: setting.itemCount,
  offsets,
  columns: items,
  values: new Float32Array(items.length),
});

function asRatings({ rowCount, columnCount, offsets, columns }: SparseMatrix): RatingsMatrix {
  return {
    userCount: rowCount,
    itemCount: columnCount,
    offsets,
    items: columns,
    stars: new Float32Array(columns.length).fill(MAX_STARS),
    times: new Float64Array(columns.length),
  };
}

/** The items as users and the users as items: more rows than columns, and so the other form of the model. */
function turned({ userCount, itemCount, items, offsets }: RatingsMatrix): RatingsMatrix {
  const rows = Array.from({ length: userCount }, (_, user) =>
    [...items.subarray(offsets[user], offsets[user + 1])].map((item): [number, number] => [item, 1]),
  );
  return asRatings(transpose(sparseFromRows(rows, itemCount)));
}

/** Fits the item-linear model, and gives a way to the first users' scores. */
function itemLinear(ratings: RatingsMatrix): () => Float32Array[] {
  const model = new ItemLinearModel(fitItemLinear(ratings, undefined, setting.itemLinear, ALONE));
  return () => firstUsers(ratings).map((user) => model.score(preferencesOfRow(ratings, user)));
}

function firstUsers(ratings: RatingsMatrix): number[] {
  return [...Array(Math.min(setting.probes, ratings.userCount)).keys()];
}

const turnedLikes = kernel === 'itemLinear-by-items' ? turned(likes) : likes;
const runs: Record<Kernel, () => () => Float32Array[]> = {
  'itemLinear-by-rows': () => itemLinear(likes),
  'itemLinear-by-items': () => itemLinear(turnedLikes),
  ials: () => {
    const { itemFactors } = fitIals(likes, setting.ials, undefined, ALONE);
    return () => [itemFactors];
  },
  userKnn: () => {
    const model = new UserKnnModel(fitUserKnn(likes, setting.userKnn));
    const users = [...Array(likes.userCount).keys()].filter((user) => offsets[user + 1] > offsets[user]);
    const found = users.map((user) => model.score(model.neighbours(preferencesOfRow(likes, user), user)));
    return () => found.slice(0, setting.probes);
  },
};

const before = process.memoryUsage().rss;
const started = process.cpuUsage();
const scores = runs[kernel]();
const { user, system } = process.cpuUsage(started);
const run: KernelRun = {
  seconds: (user + system) / 1e6,
  bytes: process.resourceUsage().maxRSS * 1024 - before,
};
writeFileSync(
  join(folder, `${kernel}.f32`),
  Buffer.concat(scores().map((row) => new Uint8Array(row.buffer))),
);
console.log(JSON.stringify(run));
