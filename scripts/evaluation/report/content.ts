import { LIKED_FROM } from '#ranking/data/interactions.js';
import type { Evaluation } from '../tasks/evaluation.js';
import { whole } from './cells.js';
import { likenessSection } from './likeness.section.js';
import {
  fewRatings,
  foundByRaters,
  listQualities,
  newItems,
  nextItemSection,
  usersHeldOut,
} from './ranking.sections.js';
import { protocolSection } from './protocol.section.js';
import type { Report } from './report.js';
import { panelSection } from './panel.section.js';
import { visitSection } from './visit.section.js';
import { starSection } from './star.section.js';

/** @param date  the day, as the report is to name it */
export function reportOf(evaluation: Evaluation, date: string): Report {
  const { data, seed } = evaluation;
  const { userCount, stars } = data.ratings;
  const likes = stars.filter((value) => value >= LIKED_FROM).length;
  return {
    title: 'Evaluation',
    introduction: [
      `Made by \`npm run evaluate\` on ${date} from ${data.name}: ${whole(userCount)} people, ${whole(data.items.length)} films, ${whole(stars.length)} ratings, ${whole(likes)} of them likes (4 stars or more); seed ${seed}. The same data, seed and code give the same figures.`,
      "Figures are means over people ± their standard error. NDCG@k and Recall@k have binary gains and are divided by the most that is possible. Every model is fitted once for each split, and all are tested on the same people. Every list is as of the person's latest given rating: films with about ten ratings or more, all of them more than four weeks later, are in none. The baselines know nothing but likes.",
    ],
    sections: [
      usersHeldOut(evaluation),
      nextItemSection(evaluation),
      protocolSection(evaluation),
      fewRatings(evaluation),
      newItems(evaluation),
      foundByRaters(evaluation),
      listQualities(evaluation),
      ...visitSection(evaluation),
      // A catalogue without the films of the tastes has nothing to show.
      ...(evaluation.panel.length > 0 ? [panelSection(evaluation)] : []),
      // The films are TMDB's: a ratings file of its own numbers has none of them.
      ...(evaluation.likeness.length > 0 ? [likenessSection(evaluation.likeness)] : []),
      starSection(evaluation),
    ],
  };
}
