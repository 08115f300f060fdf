import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { Reason } from '#contracts/recommender/recommendation.js';
import type { Reason as Evidence, SimilarReason } from '#ranking/ranking/recommendation.js';
import type { Opinion } from '../profiles/movie.catalogue.js';

const MOST = 3;
/** What counts as liked by everyone: fewer raters or fewer stars are told without praise. */
const POPULAR = { raters: 10, stars: 3.5 };

/** What the words need to know besides the evidence. */
export interface Telling {
  /** The film that is recommended. */
  film: MovieSnapshot;
  /** What everyone here thinks of it. */
  opinion?: Opinion;
  titleOf(movieId: string): string | undefined;
  /** A film the person liked in which this director or actor took part. */
  likedWith(person: string): MovieSnapshot | undefined;
}

/** Puts the reasons for a recommendation into words: one to three, the strongest first. */
export function tellReasons(evidence: readonly Evidence[], telling: Telling): Reason[] {
  const told = evidence.map((reason) => tell(reason, telling));
  return atLeastOne(distinct(told), telling);
}

function tell(reason: Evidence, telling: Telling): Reason | undefined {
  switch (reason.kind) {
    case 'liked-film': {
      const name = telling.titleOf(reason.item);
      return name
        ? { kind: 'liked-film', text: `Because you liked ${name}`, movieId: reason.item, name }
        : undefined;
    }
    case 'similar-users':
      return {
        kind: 'similar-users',
        text: `Rated ${stars(reason.meanStars)} by ${people(reason.raters)} with your taste`,
      };
    case 'genre':
      return { kind: 'genre', text: `You like ${reason.name}`, name: reason.name };
    case 'person':
      return tellPerson(reason.name, telling);
    case 'popular':
      return reason.raters > 0 && reason.meanStars !== undefined
        ? { kind: 'popular', text: opinionOfAll(reason.meanStars, reason.raters) }
        : publicOpinion(telling.film);
  }
}

function tellPerson(name: string, { film, likedWith }: Telling): Reason {
  const directs = film.directors.includes(name);
  const liked = likedWith(name);
  if (!liked) return { kind: 'person', text: directs ? `Directed by ${name}` : `With ${name}`, name };
  const known = liked.directors.includes(name);
  const text = directs
    ? `Directed by ${name}${known ? `, like ${liked.title}` : `, whom you saw in ${liked.title}`}`
    : `With ${name}${known ? `, who directed ${liked.title}` : `, as in ${liked.title}`}`;
  return { kind: 'person', text, movieId: liked.id, name };
}

/** Puts into words why a film is like `base`: one to three reasons, the strongest first. */
export function tellSimilarity(
  evidence: readonly SimilarReason[],
  base: MovieSnapshot,
  telling: Telling,
): Reason[] {
  const told = evidence.map((reason): Reason => {
    switch (reason.kind) {
      case 'genre':
        return { kind: 'genre', text: `Also ${reason.name}`, name: reason.name };
      case 'person':
        return { kind: 'person', text: sharedPerson(reason.name, base, telling.film), name: reason.name };
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
        return { kind: 'similar-users', text: `${people(reason.both)} liked both` };
    }
  });
  return atLeastOne(distinct(told), telling);
}

function sharedPerson(name: string, base: MovieSnapshot, film: MovieSnapshot): string {
  const roles = [base, film].map((movie) => movie.directors.includes(name));
  if (roles[0] && roles[1]) return `Also directed by ${name}`;
  return roles[1] ? `Directed by ${name}` : `Also with ${name}`;
}

function distinct(told: (Reason | undefined)[]): Reason[] {
  const byText = new Map<string, Reason>();
  for (const reason of told) if (reason && !byText.has(reason.text)) byText.set(reason.text, reason);
  return [...byText.values()].slice(0, MOST);
}

/** Where no evidence speaks for a film, what is known of it does. */
function atLeastOne(told: Reason[], { film, opinion }: Telling): Reason[] {
  if (told.length > 0) return told;
  if (opinion?.count) return [{ kind: 'popular', text: opinionOfAll(opinion.mean, opinion.count) }];
  return [publicOpinion(film)];
}

function opinionOfAll(mean: number, raters: number): string {
  const rated = `ated ${stars(mean)} by ${people(raters)}`;
  return raters >= POPULAR.raters && mean >= POPULAR.stars ? `Popular with everyone: r${rated}` : `R${rated}`;
}

/** What a wider public thinks of a film nobody here has rated. */
function publicOpinion({ voteAverage, voteCount }: MovieSnapshot): Reason {
  const text =
    voteAverage !== undefined && voteCount
      ? `Rated ${voteAverage.toFixed(1)} of 10 by ${people(voteCount)} on TMDB`
      : 'New here: nobody has rated it yet';
  return { kind: 'popular', text };
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en')} people`;
}

function stars(mean: number): string {
  return mean.toFixed(1);
}
