import { isDeepStrictEqual } from 'node:util';
import { DATASET_KINDS, type DatasetName } from '#datasets/records/dataset.js';
import { contentHash, contentOf } from './movie.content.js';
import { type FactName, FACTS, type MovieFacts, pick, storedFacts } from './movie.facts.js';
import type { MovieContent } from './stored.content.js';

/**
 * What is left of versions that did not note which data set a value came from. It counts least, whatever it was: a data
 * set that is loaded again must be able to correct it, and what no other says of a movie stays.
 */
export const UNKNOWN = { name: 'unknown', kind: 'unknown' } as const;

/** Who said something of a movie. */
type SourceName = DatasetName | typeof UNKNOWN;

/** A source as a movie stores it: what it says as well as the movie is not stored twice. */
export type MovieSource = SourceName & {
  /** Facts that it gives just as the movie has them. */
  same?: FactName[];
  /** Facts of which a source that counts more says something else. */
  other?: MovieFacts;
};

/** All that a source says of a movie. */
export type SourceFacts = SourceName & { facts: MovieFacts };

/** A movie made of what its sources say. */
export interface CombinedMovie {
  content: MovieContent;
  hash: string;
  sources: MovieSource[];
}

const RANKS: readonly string[] = [...DATASET_KINDS, UNKNOWN.kind];
const collator = new Intl.Collator('en', { numeric: true });

/** The one that counts more first. See DATASET_KINDS. */
function byRank(a: SourceName, b: SourceName): number {
  return RANKS.indexOf(a.kind) - RANKS.indexOf(b.kind) || collator.compare(b.name, a.name);
}

/** What each source of a stored movie says. */
export function sourcesOf(movie: MovieContent & { sources?: MovieSource[] }): SourceFacts[] {
  const facts = storedFacts(movie);
  if (!movie.sources) return [{ ...UNKNOWN, facts }];
  return movie.sources.map(({ same = [], other, ...source }) => ({
    ...source,
    facts: { ...pick(facts, same), ...other },
  }));
}

/** The sources with what this one says now, in place of what it said before. */
export function withSource(sources: SourceFacts[], said: SourceFacts): SourceFacts[] {
  const others = sources.filter(
    ({ name, kind, facts }) =>
      !(name === said.name && kind === said.kind) && !(kind === UNKNOWN.kind && isPartOf(facts, said.facts)),
  );
  return [...others, said];
}

/** Fact by fact what the source that counts most says; the order in which they came makes no difference. */
export function combine(given: SourceFacts[]): CombinedMovie {
  const sources = [...given].sort(byRank);
  const facts: MovieFacts = Object.assign({}, ...sources.map((source) => source.facts).reverse());
  if (facts.originalTitle === facts.title) delete facts.originalTitle;
  const content = contentOf(facts);
  return { content, hash: contentHash(content), sources: sources.map((source) => compact(source, facts)) };
}

function compact({ facts: said, ...source }: SourceFacts, facts: MovieFacts): MovieSource {
  const given = FACTS.filter((name) => said[name] !== undefined);
  const same = given.filter((name) => isDeepStrictEqual(said[name], facts[name]));
  const other = given.filter((name) => !same.includes(name));
  return {
    ...source,
    ...(same.length > 0 && { same }),
    ...(other.length > 0 && { other: pick(said, other) }),
  };
}

/** The data set that was loaded without being noted is loaded again. */
function isPartOf(facts: MovieFacts, said: MovieFacts): boolean {
  return FACTS.every((name) => facts[name] === undefined || isDeepStrictEqual(facts[name], said[name]));
}
