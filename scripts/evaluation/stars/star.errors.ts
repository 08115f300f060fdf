import type { Interactions } from '#ranking/data/interactions.js';
import { type Mean, ratioOf, reliability, type ReliabilityBin, rootMeanOf } from '#ranking/math/metrics.js';
import { rangeOf } from '../lists/list.measures.js';
import { type StarPredictions, userOfEntries } from './star-prediction.js';

/** Width of the bins that predictions are compared in, in stars. */
const BIN = 0.5;

/** How far one model's predictions are off, all folds together. */
export interface StarErrors {
  rmse?: Mean;
  mae?: Mean;
  /** By how many ratings of the item were learnt from (see RATER_RANGES). */
  rmseByRaters: Record<string, Mean | undefined>;
  bins: ReliabilityBin[];
}

/** The errors of each model; empty when nothing could be predicted. */
export function starErrors(
  ratings: Interactions,
  folds: readonly StarPredictions[],
): Record<string, StarErrors> {
  const users = userOfEntries(ratings);
  const models = Object.keys(folds[0]?.predicted ?? {});
  return Object.fromEntries(
    models.map((model): [string, StarErrors] => {
      const rows = folds.flatMap(({ entries, predicted, raters }) =>
        entries.map((entry, at) => ({
          user: users[entry],
          predicted: predicted[model][at],
          actual: ratings.stars[entry],
          range: rangeOf(raters[at]),
        })),
      );
      const byRange = Map.groupBy(rows, ({ range }) => range);
      return [
        model,
        {
          rmse: overUsers(rows, (error) => error ** 2, rootMeanOf),
          mae: overUsers(rows, Math.abs, ratioOf),
          rmseByRaters: Object.fromEntries(
            [...byRange].map(([range, some]) => [range, overUsers(some, (error) => error ** 2, rootMeanOf)]),
          ),
          bins: reliability(
            rows.map(({ predicted }) => predicted),
            rows.map(({ actual }) => actual),
            BIN,
          ),
        },
      ];
    }),
  );
}

function overUsers(
  rows: readonly { user: number; predicted: number; actual: number }[],
  loss: (error: number) => number,
  mean: typeof ratioOf,
): Mean | undefined {
  const byUser = Map.groupBy(rows, ({ user }) => user);
  const own = [...byUser.values()];
  const sums = own.map((some) => some.reduce((sum, row) => sum + loss(row.predicted - row.actual), 0));
  return mean(
    sums,
    own.map((some) => some.length),
  );
}
