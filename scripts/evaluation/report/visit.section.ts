import type { Evaluation } from '../tasks/evaluation.js';
import { EXPLORING, LATE, PLAIN, SINKING, VISIT_TABLE, VISITS } from '../lists/visits.js';
import { decimals, meanFor, whole, withError } from './cells.js';
import type { Section } from './report.js';

/** What it costs and gives that lists change for those who come back; nothing where nobody has rated enough. */
export function visitSection({ tables }: Evaluation): Section[] {
  const samples = tables[VISIT_TABLE];
  if (!samples) return [];
  const kinds = [PLAIN, SINKING, ...Object.keys(EXPLORING)];
  const people = whole(meanFor(samples, PLAIN, 'NDCG@20')?.count ?? 0);
  const cost = (kind: string) => {
    const plain = samples[PLAIN]['NDCG@20'];
    const differences = samples[kind]['NDCG@20'].map((value, at) => value - plain[at]);
    return meanFor({ cost: { cost: differences } }, 'cost', 'cost');
  };
  return [
    {
      title: 'Coming back every day',
      text: [
        `${people} people held out, with half of their ratings, the earlier by time, given at first, and a share of the others after each of ${VISITS} daily visits; they are shown the first 20 films. To be found is what they like of all they rate from then on, at the visits from the ${LATE}th, when what was shown ten times and never touched begins to sink. Differences are of the same people. A person of the data was never shown these lists: what sinks here is what they were going to rate later too.`,
        'Exploring is a trial and takes no part in what is served: at places beyond the first ten, drawn by a seed, stands the film with fewest ratings of three drawn: of those whose match is the same per cent, so that the match shown falls along the list as before, or of the first hundred, where it does not. Films shown are the different ones in all visits of a person, raters how many people rated a shown film.',
      ],
      tables: [
        {
          head: ['lists', 'NDCG@20', 'less than as scored', 'Recall@20', 'films shown', 'raters'],
          rows: kinds.map((kind) => [
            kind,
            withError(meanFor(samples, kind, 'NDCG@20')),
            kind === PLAIN ? '–' : withError(cost(kind)),
            withError(meanFor(samples, kind, 'Recall@20')),
            withError(meanFor(samples, kind, 'films shown'), decimals(1)),
            withError(meanFor(samples, kind, 'raters'), decimals(1)),
          ]),
        },
      ],
      charts: [
        {
          caption: 'Different films shown in all visits of a person.',
          kind: 'bars',
          axis: 'films shown',
          positions: kinds,
          series: [
            { name: 'films shown', points: kinds.map((kind) => meanFor(samples, kind, 'films shown')) },
          ],
        },
      ],
    },
  ];
}
