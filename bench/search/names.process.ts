import { seededRandom } from '#ranking/math/random.js';
import { NameIndex } from '../../apps/catalog/names/name.index.js';
import { initialsOf } from '../../apps/catalog/names/name.words.js';
import { titleScore } from '../../apps/catalog/names/title.score.js';
import { quantile } from '../results/measurement.js';
import type { NameRun } from './names.bench.js';

/** A process that finds names among made-up ones, nothing else, and says what that takes. */
const MOVIES = 100_000;
const PEOPLE = 300_000;
const TITLE_WORDS = 40_000;
const FIRST_NAMES = 5_000;
const LAST_NAMES = 60_000;
const QUERIES = 300;
const CANDIDATES = 200;
const MAX_PEOPLE = 6;
const MB = 2 ** 20;
const SYLLABLES =
  'ba be bo da de di do fa fe ga go ha he ka ke ki la le li lo ma me mi na ne no pa pe ra re ri ro sa se si ta te ti to va ve vi wa ze'.split(
    ' ',
  );

const random = seededRandom(1);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
/** The first ones far more often than the others, as words of titles are. */
const often = <T>(from: readonly T[]): T => from[Math.floor(random() ** 3 * from.length)];
const madeUp = (count: number, longest: number) =>
  Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.ceil(random() * longest) }, () => pick(SYLLABLES)).join(''),
  );

function heapUsed(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

const words = madeUp(TITLE_WORDS, 4);
const titles = Array.from({ length: MOVIES }, () =>
  Array.from({ length: 1 + Math.floor(random() * 5) }, () => often(words)).join(' '),
);
const [firstNames, lastNames] = [madeUp(FIRST_NAMES, 2), madeUp(LAST_NAMES, 4)];
const names = Array.from({ length: PEOPLE }, () => `${often(firstNames)} ${often(lastNames)}`);

const before = heapUsed();
const began = performance.now();
const movies = new NameIndex(true);
titles.forEach((title, n) => {
  const weight = random() ** 3;
  movies.put({
    id: String(n),
    keys: [title],
    initials: weight > 0.5 ? initialsOf(title) : [],
    weight,
    revision: 1,
  });
});
const people = new NameIndex(false);
for (const name of names)
  people.put({ id: name.replace(' ', '-'), keys: [], weight: random() ** 3, revision: 1 });
const filled = performance.now() - began;
const memory = (heapUsed() - before) / MB;

/** A title with its n-th letter wrong. */
const mistyped = (title: string) => {
  const at = Math.floor(random() * title.length);
  return `${title.slice(0, at)}x${title.slice(at + 1)}`;
};
const kinds: [kind: string, query: () => string][] = [
  ['as they are', () => pick(titles)],
  ['unfinished', () => pick(titles).slice(0, 3)],
  ['one letter of which is wrong', () => mistyped(pick(titles))],
  ['without blanks', () => pick(titles).replaceAll(' ', '')],
  ['that nobody has', () => `${pick(words)}qx ${pick(words)}xq`],
];

function timesOf(work: (query: string) => unknown, query: () => string): number[] {
  return Array.from({ length: QUERIES }, () => {
    const asked = query();
    const from = performance.now();
    work(asked);
    return performance.now() - from;
  });
}

/** What a search does before it reads cards from MongoDB. */
function search(query: string): unknown {
  const exact = movies.find(query, CANDIDATES, false);
  const found = exact.length > 0 ? exact : movies.find(query, CANDIDATES, true);
  return [
    found.map((title) => titleScore(query, title.keys, title)),
    people.find(query, MAX_PEOPLE, exact.length === 0),
  ];
}

const plain = (query: string) => {
  const asked = query.split(' ');
  return titles.filter((title) => asked.every((word) => title.includes(word)));
};

const result: NameRun = {
  movies: movies.size,
  people: people.size,
  memory,
  filled,
  plain: quantile(
    timesOf(plain, () => pick(titles)),
    0.5,
  ),
  kinds: kinds.map(([kind, query]) => {
    const times = timesOf(search, query);
    return { kind, median: quantile(times, 0.5), slowest: quantile(times, 0.99) };
  }),
};
console.log(JSON.stringify(result));
