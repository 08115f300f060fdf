import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { Reason } from '#contracts/recommender/recommendation.js';
import type { Reason as Evidence, SimilarReason } from '#ranking/ranking/recommendation.js';
import type { RatingStats } from '../profiles/movie.rating-stats.js';

const MAX = 3;
/** What counts as liked by everyone: fewer raters or fewer stars are told without praise. */
const POPULAR = { raters: 10, stars: 3.5 };

/** What the words need to know besides the evidence. */
export interface ReasonContext {
  /** The movie that is recommended. */
  movie: MovieSnapshot;
  /** What everyone here thinks of it. */
  ratingStats?: RatingStats;
  titleOf(movieId: string): string | undefined;
  /** A movie the person liked in which this director or actor took part. */
  likedWith(person: string): MovieSnapshot | undefined;
}

/** Puts the reasons for a recommendation into words: one to three, the strongest first. */
export function renderReasons(evidence: readonly Evidence[], context: ReasonContext): Reason[] {
  const rendered = evidence.map((reason) => renderReason(reason, context));
  return atLeastOne(distinct(rendered), context);
}

function renderReason(reason: Evidence, context: ReasonContext): Reason | undefined {
  switch (reason.kind) {
    case 'liked-film': {
      const name = context.titleOf(reason.item);
      return name
        ? { kind: 'liked-film', text: `Because you liked ${name}`, movieId: reason.item, name }
        : undefined;
    }
    case 'similar-users':
      return {
        kind: 'similar-users',
        text: `Rated ${stars(reason.meanStars)} by ${users(reason.raters)} with your taste`,
      };
    case 'genre':
      return { kind: 'genre', text: `You like ${reason.name}`, name: reason.name };
    case 'person':
      return renderPerson(reason.name, context);
    case 'popular':
      return reason.raters > 0 && reason.meanStars !== undefined
        ? { kind: 'popular', text: ratedBy(reason.meanStars, reason.raters) }
        : tmdbRating(context.movie);
  }
}

function renderPerson(name: string, { movie, likedWith }: ReasonContext): Reason {
  const directs = movie.directors.includes(name);
  const liked = likedWith(name);
  if (!liked) return { kind: 'person', text: directs ? `Directed by ${name}` : `With ${name}`, name };
  const known = liked.directors.includes(name);
  const text = directs
    ? `Directed by ${name}${known ? `, like ${liked.title}` : `, whom you saw in ${liked.title}`}`
    : `With ${name}${known ? `, who directed ${liked.title}` : `, as in ${liked.title}`}`;
  return { kind: 'person', text, movieId: liked.id, name };
}

/** Puts into words why a movie is like `base`: one to three reasons, the strongest first. */
export function renderSimilarity(
  evidence: readonly SimilarReason[],
  base: MovieSnapshot,
  context: ReasonContext,
): Reason[] {
  const rendered = evidence.map((reason): Reason => {
    switch (reason.kind) {
      case 'genre':
        return { kind: 'genre', text: `Also ${reason.name}`, name: reason.name };
      case 'person':
        return { kind: 'person', text: sharedPerson(reason.name, base, context.movie), name: reason.name };
      case 'keyword':
        return { kind: 'genre', text: `Also about ${reason.name}`, name: reason.name };
      case 'collection':
        return { kind: 'genre', text: `From the same series: ${reason.name}`, name: reason.name };
      case 'plot':
        return {
          kind: 'liked-film',
          text: `A story close to that of ${base.title}`,
          movieId: base.id,
          name: base.title,
        };
      case 'liked-together':
        return { kind: 'similar-users', text: `${users(reason.both)} liked both` };
    }
  });
  return atLeastOne(distinct(rendered), context);
}

function sharedPerson(name: string, base: MovieSnapshot, movie: MovieSnapshot): string {
  const roles = [base, movie].map((movie) => movie.directors.includes(name));
  if (roles[0] && roles[1]) return `Also directed by ${name}`;
  return roles[1] ? `Directed by ${name}` : `Also with ${name}`;
}

function distinct(rendered: (Reason | undefined)[]): Reason[] {
  const byText = new Map<string, Reason>();
  for (const reason of rendered) if (reason && !byText.has(reason.text)) byText.set(reason.text, reason);
  return [...byText.values()].slice(0, MAX);
}

/** Where no evidence speaks for a movie, what is known of it does. */
function atLeastOne(rendered: Reason[], { movie, ratingStats }: ReasonContext): Reason[] {
  if (rendered.length > 0) return rendered;
  if (ratingStats?.count) return [{ kind: 'popular', text: ratedBy(ratingStats.mean, ratingStats.count) }];
  return [tmdbRating(movie)];
}

function ratedBy(mean: number, raters: number): string {
  const rated = `ated ${stars(mean)} by ${users(raters)}`;
  return raters >= POPULAR.raters && mean >= POPULAR.stars ? `Popular with everyone: r${rated}` : `R${rated}`;
}

/** What a wider public thinks of a movie nobody here has rated. */
function tmdbRating({ voteAverage, voteCount }: MovieSnapshot): Reason {
  const text =
    voteAverage !== undefined && voteCount
      ? `Rated ${voteAverage.toFixed(1)} of 10 by ${users(voteCount)} on TMDB`
      : 'New here: nobody has rated it yet';
  return { kind: 'popular', text };
}

function users(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en')} people`;
}

function stars(mean: number): string {
  return mean.toFixed(1);
}
