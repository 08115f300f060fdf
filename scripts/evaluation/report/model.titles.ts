import { CONTRIBUTION_OF, type Source, SOURCES } from '#ranking/scores/scorers.js';

/** How the names of what the product serves end. */
export const SERVED = ', as served';

/** What is measured beside the sources of scores, which are called by their ids. */
const TITLES: Record<string, string> = {
  blend: `the blend${SERVED}`,
  content: 'all content together',
  'baseline-likes': 'baseline: most liked',
  'baseline-item-knn': 'baseline: item-kNN',
  'baseline-ease': 'baseline: plain EASE',
  random: 'chance',
  liked: 'what these people liked',
  stars: `the star predictor${SERVED}`,
  'stars-then': 'the star predictor, for the moment of the rating',
  'baseline-bias': 'baseline: person + film bias',
  'baseline-item-mean': 'baseline: film’s mean',
};

const knowing = (...parts: string[]) => SOURCES.filter((source) => parts.includes(CONTRIBUTION_OF[source]));
const collaborative: Source[] = knowing('collaborative');
const content = SOURCES.filter((source) => !knowing('collaborative', 'popularity').includes(source));

/** All models in the order they are shown. */
const ORDER = [
  'blend',
  ...collaborative,
  ...knowing('popularity'),
  'content',
  ...content,
  'baseline-ease',
  'baseline-item-knn',
  'baseline-likes',
  'random',
  'liked',
];

/** The models charts with many lines show. */
export const CHARTED = ['blend', ...collaborative, 'popularity', 'content', 'baseline-ease'];

/** What a model is called. */
export function titleOf(model: string): string {
  return TITLES[model] ?? model;
}

/** Models in the order they are shown. */
export function inOrder(models: Iterable<string>): string[] {
  const known = new Set(models);
  return [
    ...ORDER.filter((model) => known.has(model)),
    ...[...known].filter((model) => !ORDER.includes(model)),
  ];
}
