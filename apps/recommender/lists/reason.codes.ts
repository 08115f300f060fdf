import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { CodedReason, ReasonCode, ReasonParams } from '#contracts/recommender/reason.js';
import type { Evidence, SimilarEvidence } from '#ranking/ranking/recommendation.js';
import { FEWEST_PEOPLE, type RatingStats, shrunkMean } from '#contracts/catalog/movie.card.js';

const MAX_REASONS = 3;
/** What counts as popular: with fewer raters or fewer stars only the figures are given. */
const POPULAR = { raters: 10, stars: 3.5 };

/** What a reason may say besides the evidence. */
export interface ReasonContext {
  /** The movie that is recommended. */
  movie: MovieSnapshot;
  /** How it is rated here. */
  ratingStats?: RatingStats;
  isKnown(movieId: string): boolean;
  /** A movie the user liked in which this director or actor took part. */
  likedWith(name: string): MovieSnapshot | undefined;
}

/** The reasons for a recommendation: one to three, the strongest first. */
export function codeReasons(evidence: readonly Evidence[], context: ReasonContext): CodedReason[] {
  return firstDistinct(
    coding(evidence, (reason) => codeReason(reason, context)),
    context,
  );
}

function codeReason(reason: Evidence, context: ReasonContext): CodedReason | undefined {
  switch (reason.kind) {
    case 'liked-film':
      return codeLiked(reason, context);
    case 'collection':
      return coded('series-liked', { name: reason.name });
    case 'keyword':
      return coded('keyword-liked', { name: reason.name });
    case 'earlier-part':
      return context.isKnown(reason.item) ? coded('comes-before', { movieId: reason.item }) : undefined;
    case 'similar-users':
      return reason.raters < FEWEST_PEOPLE
        ? undefined
        : coded('similar-users', { mean: rounded(reason.meanStars), count: reason.raters });
    case 'genre':
      return coded('genre-liked', { name: reason.name });
    case 'person':
      return codePerson(reason.name, context);
    case 'world':
      return coded(`world-${reason.axis}`, { name: reason.name, count: reason.of, liked: reason.liked });
    case 'popular':
      return reason.raters >= FEWEST_PEOPLE && reason.meanStars !== undefined
        ? ratedHere(shrunkMean(reason.meanStars, reason.raters), reason.raters)
        : ratedElsewhere(context.movie);
  }
}

function codeLiked(
  { item, with: other }: Extract<Evidence, { kind: 'liked-film' }>,
  { isKnown }: ReasonContext,
): CodedReason | undefined {
  if (!isKnown(item)) return undefined;
  return other && other.people >= FEWEST_PEOPLE && isKnown(other.item)
    ? coded('liked-two', { movieId: item, otherId: other.item, count: other.people })
    : coded('liked', { movieId: item });
}

function codePerson(name: string, { movie, likedWith }: ReasonContext): CodedReason {
  const directs = movie.directors.includes(name);
  const liked = likedWith(name);
  if (!liked) return coded(directs ? 'director' : 'cast', { name });
  const directedLiked = liked.directors.includes(name);
  const code = directs
    ? directedLiked
      ? 'director-of-liked'
      : 'director-seen-in-liked'
    : directedLiked
      ? 'cast-directed-liked'
      : 'cast-of-liked';
  return coded(code, { name, movieId: liked.id });
}

/** Why a movie is like `base`: one to three reasons, the strongest first. */
export function codeSimilarity(
  evidence: readonly SimilarEvidence[],
  base: MovieSnapshot,
  context: ReasonContext,
): CodedReason[] {
  const reasons = evidence.flatMap((reason): CodedReason | [] => {
    switch (reason.kind) {
      case 'genre':
        return coded('same-genre', { name: reason.name });
      case 'person':
        return coded(sharedPerson(reason.name, base, context.movie), { name: reason.name });
      case 'keyword':
        return coded('same-keyword', { name: reason.name });
      case 'collection':
        return coded('same-collection', { name: reason.name });
      case 'plot':
        return coded('similar-plot', { movieId: base.id });
      case 'liked-together':
        return reason.both < FEWEST_PEOPLE ? [] : coded('liked-together', { count: reason.both });
    }
  });
  return firstDistinct(reasons, context);
}

function sharedPerson(name: string, base: MovieSnapshot, movie: MovieSnapshot): ReasonCode {
  if (!movie.directors.includes(name)) return 'cast-in-common';
  return base.directors.includes(name) ? 'same-director' : 'director-in-common';
}

/** One after the other: of many reasons only the first few are looked at. */
function* coding<Reason>(
  evidence: Iterable<Reason>,
  code: (reason: Reason) => CodedReason | undefined,
): Generator<CodedReason> {
  for (const reason of evidence) {
    const found = code(reason);
    if (found) yield found;
  }
}

/** Without usable evidence, the reason is how the movie is rated. */
function firstDistinct(reasons: Iterable<CodedReason>, { movie, ratingStats }: ReasonContext): CodedReason[] {
  const distinct: CodedReason[] = [];
  for (const reason of reasons) {
    if (distinct.some((other) => isSame(other, reason))) continue;
    if (distinct.push(reason) === MAX_REASONS) break;
  }
  if (distinct.length > 0) return distinct;
  const { count = 0, mean = 0 } = ratingStats ?? {};
  return [count >= FEWEST_PEOPLE ? ratedHere(mean, count) : ratedElsewhere(movie)];
}

function isSame(one: CodedReason, other: CodedReason): boolean {
  return one.code === other.code && JSON.stringify(one.params) === JSON.stringify(other.params);
}

function ratedHere(mean: number, count: number): CodedReason {
  const popular = count >= POPULAR.raters && mean >= POPULAR.stars;
  return coded(popular ? 'popular' : 'rated', { mean: rounded(mean), count });
}

/** Here nobody rated it, or too few to say how. */
function ratedElsewhere({ voteAverage, voteCount }: MovieSnapshot): CodedReason {
  return voteAverage !== undefined && voteCount
    ? coded('rated-on-tmdb', { mean: rounded(voteAverage), count: voteCount })
    : coded('unrated', {});
}

export function coded(code: ReasonCode, params: ReasonParams): CodedReason {
  return { code, params };
}

/** Means are shown with one decimal. */
export const rounded = (mean: number) => Math.round(mean * 10) / 10;
