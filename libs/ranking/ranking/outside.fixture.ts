import { alignItems } from '../data/interactions.js';
import { fitIals, IALS_DEFAULTS } from '../models/ials.model.js';
import { fitSequence } from '../models/sequence.model.js';
import { fitStars } from '../rating-prediction/star-fit.js';
import type { OutsideModels } from './outside-models.js';
import type { RankerData } from './ranker.js';

/** Models as another program would bring them, learnt from the ratings of these items alone: fitted by our own. */
export function outsideModels(
  { items, ratings }: RankerData,
  named = items.map(({ id }) => id),
): OutsideModels {
  const aligned = alignItems(ratings, named);
  const ratingCounts = new Int32Array(named.length);
  for (const item of aligned.items) ratingCounts[item]++;
  const { itemFactors } = fitIals(aligned);
  const { parameters, ties } = fitSequence(aligned);
  const { offsets, columns, values } = ties;
  const { parameters: fitted, mean, scale, itemMeans } = fitStars(aligned, {}, { warmUp: 5, samples: 1 });
  const { dimensions, unobserved } = IALS_DEFAULTS;
  return {
    itemIds: named,
    ratingCounts,
    ials: { dimensions, unobserved, itemFactors },
    sequence: { ...parameters, offsets, columns, values },
    stars: {
      dimensions: fitted.dimensions,
      mean,
      noise: 1.5,
      itemFactors: itemMeans.map((value) => scale * value),
      peopleMean: new Float64Array(fitted.dimensions + 1),
      peoplePrecision: new Float64Array(fitted.dimensions + 1).fill(2),
    },
  };
}
