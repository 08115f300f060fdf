import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { CodedReason } from '#contracts/recommender/reason.js';
import type { CounterEvidence } from '#ranking/ranking/recommendation.js';
import { coded, rounded } from '../lists/reason.codes.js';
import { listedMovies, seenMovies, type UserProfile } from '../profiles/user.profile.js';

const MAX_AGAINST = 6;
/** Votes of TMDB's public, of 10, that nobody would call low are not called so, though the average film has more. */
const LOW_VOTES = 6.5;
/** A film that fewer have rated may be called little known. */
const KNOWN_BY = 30;

interface CounterContext {
  /** The movie that is spoken of. */
  movie: MovieSnapshot;
  isKnown(movieId: string): boolean;
}

/** What speaks against a movie, the strongest first. */
export function codeCounters(evidence: readonly CounterEvidence[], context: CounterContext): CodedReason[] {
  return evidence.flatMap((against) => codeCounter(against, context) ?? []).slice(0, MAX_AGAINST);
}

function codeCounter(against: CounterEvidence, { movie, isKnown }: CounterContext): CodedReason | undefined {
  switch (against.kind) {
    case 'disliked-film':
      return isKnown(against.item)
        ? coded('gave-few-stars', { movieId: against.item, mean: against.stars })
        : undefined;
    case 'similar-users':
      return coded('low-by-similar-users', { mean: rounded(against.meanStars), count: against.raters });
    case 'unseen-by-similar':
      return coded('unseen-by-similar-users', {});
    case 'genre':
    case 'keyword':
      return coded(`low-${against.kind}`, rates(against));
    case 'person':
      return coded(movie.directors.includes(against.name) ? 'low-director' : 'low-cast', rates(against));
    case 'outside-world':
      return coded(`outside-${against.axis}`, {
        name: against.name,
        count: against.of,
        liked: against.liked,
      });
    case 'little-known':
      return against.raters < KNOWN_BY ? coded('little-known', { count: against.raters }) : undefined;
    case 'low-votes': {
      const { voteAverage = 10, voteCount } = movie;
      return voteCount && voteAverage < LOW_VOTES
        ? coded('low-on-tmdb', { mean: rounded(voteAverage), count: voteCount })
        : undefined;
    }
    case 'unlike-plots':
      return coded('unlike-plots', {});
  }
}

const rates = ({ name, meanStars, rated }: { name: string; meanStars: number; rated: number }) => ({
  name,
  mean: rounded(meanStars),
  count: rated,
});

/** Why a movie is on no list of this user, whatever its score. */
export function codeMarks(profile: UserProfile, movieId: string): CodedReason[] {
  return [
    ...(profile.ratings[movieId]?.rating === undefined ? [] : [coded('is-rated', {})]),
    ...(seenMovies(profile).some((seen) => seen.movieId === movieId) ? [coded('is-seen', {})] : []),
    ...(listedMovies(profile.notInterested).has(movieId) ? [coded('is-not-interesting', {})] : []),
    ...(listedMovies(profile.watchlist).has(movieId) ? [coded('is-on-watchlist', {})] : []),
  ];
}
