import { describe, expect, it } from '@jest/globals';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { Evidence } from '#ranking/ranking/recommendation.js';
import { FEWEST_PEOPLE } from '#contracts/catalog/movie.card.js';
import { FEWEST_PEOPLE as FEWEST_IN_RANKING } from '#ranking/pairs/co-likes.js';
import { likedCastAndCrew } from './liked-cast-and-crew.js';
import { KIND_OF_REASON } from '#contracts/recommender/reason.js';
import { codeReasons, codeSimilarity, type ReasonContext } from './reason.codes.js';
import { emptyProfile, applyUpdates } from '../profiles/user.profile.js';

const movie = (id: string, title: string, more: Partial<MovieSnapshot> = {}): MovieSnapshot => ({
  id,
  revision: 1,
  title,
  genres: [],
  keywords: [],
  cast: [],
  directors: [],
  ...more,
});

const arrival = movie('329865', 'Arrival', { directors: ['Denis Villeneuve'], cast: ['Amy Adams'] });
const dune = movie('438631', 'Dune', { directors: ['Denis Villeneuve'], cast: ['Oscar Isaac'] });
const unforgiven = movie('33', 'Unforgiven', { directors: ['Clint Eastwood'], cast: ['Clint Eastwood'] });
const speed = movie('1637', 'Sabotage', { cast: ['Clint Eastwood'], voteAverage: 7.04, voteCount: 12345 });
const movies = new Map([arrival, dune, unforgiven, speed].map((known) => [known.id, known]));

function context(of: MovieSnapshot, more: Partial<ReasonContext> = {}): ReasonContext {
  const liked = (id: string, rating: number) => ({ movieId: id, rating, ratedAt: '2025-05-05T00:00:00Z' });
  const { profile } = applyUpdates(
    emptyProfile('66f2c3a17d3e2b0012ab34cd'),
    [{ kind: 'ratings', version: 1, changes: [liked('329865', 5), liked('33', 4)] }],
    new Date(),
  );
  return {
    movie: of,
    isKnown: (id) => movies.has(id),
    likedWith: likedCastAndCrew(profile, (id) => movies.get(id)),
    ...more,
  };
}

const codes = (evidence: Evidence[], about: ReasonContext) => codeReasons(evidence, about);

describe('the reasons for a recommendation', () => {
  it('say that a movie stands where a later part of its series would', () => {
    const before: Evidence = { kind: 'earlier-part', item: '438631', strength: 1 };
    expect(codes([before], context(arrival))).toEqual([
      { code: 'comes-before', params: { movieId: '438631' } },
    ]);
  });

  it('name the movie that was liked', () => {
    expect(
      codes(
        [
          { kind: 'liked-film', item: '329865', stars: 5, strength: 3, with: { item: '33', people: 5 } },
          { kind: 'collection', name: 'Dune Collection', strength: 2 },
          { kind: 'keyword', name: 'desert', strength: 1 },
        ],
        context(dune),
      ),
    ).toEqual([
      { code: 'liked-two', params: { movieId: '329865', otherId: '33', count: 5 } },
      { code: 'series-liked', params: { name: 'Dune Collection' } },
      { code: 'keyword-liked', params: { name: 'desert' } },
    ]);
    expect(codes([{ kind: 'liked-film', item: '329865', stars: 5, strength: 1 }], context(dune))).toEqual([
      { code: 'liked', params: { movieId: '329865' } },
    ]);
  });

  it('count the users with the same preferences', () => {
    const similar: Evidence = {
      kind: 'similar-users',
      raters: 12,
      neighbours: 40,
      meanStars: 4.58,
      strength: 1,
    };
    expect(codes([similar], context(dune))).toEqual([
      { code: 'similar-users', params: { mean: 4.6, count: 12 } },
    ]);
  });

  it('name a person, what they did in this movie, and a liked movie of theirs', () => {
    const person = (name: string): Evidence => ({ kind: 'person', name, strength: 1 });
    expect(codes([person('Denis Villeneuve')], context(dune))).toEqual([
      { code: 'director-of-liked', params: { name: 'Denis Villeneuve', movieId: '329865' } },
    ]);
    expect(codes([person('Clint Eastwood')], context(speed))).toEqual([
      { code: 'cast-directed-liked', params: { name: 'Clint Eastwood', movieId: '33' } },
    ]);
    expect(codes([person('Oscar Isaac')], context(dune))).toEqual([
      { code: 'cast', params: { name: 'Oscar Isaac' } },
    ]);
    const julie = movie('24803', 'Julie & Julia', { cast: ['Amy Adams'] });
    expect(codes([person('Amy Adams')], context(julie))).toEqual([
      { code: 'cast-of-liked', params: { name: 'Amy Adams', movieId: '329865' } },
    ]);
    const her = movie('1', 'Directed by an actress', { directors: ['Amy Adams'] });
    expect(codes([person('Amy Adams')], context(her))).toEqual([
      { code: 'director-seen-in-liked', params: { name: 'Amy Adams', movieId: '329865' } },
    ]);
  });

  it('name no movie of a person that the user did not like', () => {
    const rated = (rating: number) =>
      applyUpdates(
        emptyProfile('66f2c3a17d3e2b0012ab34cd'),
        [
          {
            kind: 'ratings',
            version: 1,
            changes: [{ movieId: '329865', rating, ratedAt: '2025-05-05T00:00:00Z' }],
          },
        ],
        new Date(),
      ).profile;
    const about = (rating: number) =>
      context(dune, { likedWith: likedCastAndCrew(rated(rating), (id) => movies.get(id)) });
    const person: Evidence = { kind: 'person', name: 'Denis Villeneuve', strength: 1 };
    expect(codes([person], about(2.5))[0].code).toBe('director');
    expect(codes([person], about(4.5))[0].code).toBe('director-of-liked');
  });

  it('name a genre', () => {
    expect(codes([{ kind: 'genre', name: 'Science Fiction', strength: 1 }], context(dune))).toEqual([
      { code: 'genre-liked', params: { name: 'Science Fiction' } },
    ]);
  });

  it('call popular only what many like, and say who rated where nobody here did', () => {
    const popular = (raters: number, meanStars?: number): Evidence => ({
      kind: 'popular',
      raters,
      meanStars,
      strength: 1,
    });
    expect(codes([popular(259, 4.31)], context(dune))).toEqual([
      { code: 'popular', params: { mean: 4.3, count: 259 } },
    ]);
    const codeOf = (raters: number, meanStars?: number) =>
      codes([popular(raters, meanStars)], context(speed))[0].code;
    expect([codeOf(10, 3.5), codeOf(9, 5), codeOf(500, 3.4)]).toEqual(['popular', 'rated', 'rated']);
    expect([codeOf(0, 4), codeOf(5)]).toEqual(['rated-on-tmdb', 'rated-on-tmdb']);
    // As if five more had given 3.5.
    expect(codes([popular(5, 3)], context(dune))).toEqual([
      { code: 'rated', params: { mean: 3.3, count: 5 } },
    ]);
    expect(codes([popular(0)], context(speed))).toEqual([
      { code: 'rated-on-tmdb', params: { mean: 7, count: 12345 } },
    ]);
  });

  it('rest on five people at least', () => {
    const similar = (raters: number): Evidence => {
      return { kind: 'similar-users', raters, neighbours: 40, meanStars: 4.5, strength: 1 };
    };
    const popular = (raters: number): Evidence => ({ kind: 'popular', raters, meanStars: 5, strength: 1 });
    const few = [{ code: 'unrated', params: {} }];
    expect(codes([similar(4), popular(4)], context(dune))).toEqual(few);
    expect(codes([], context(dune, { ratingStats: { count: 4, mean: 3.7 } }))).toEqual(few);
    expect(codes([popular(4)], context(speed))[0].code).toBe('rated-on-tmdb');
    expect(codes([similar(5)], context(dune))[0].code).toBe('similar-users');
    const together = (both: number) =>
      codeSimilarity([{ kind: 'liked-together', both, either: 9, strength: 1 }], arrival, context(dune));
    expect(together(4)[0].code).toBe('unrated');
    expect(together(5)).toEqual([{ code: 'liked-together', params: { count: 5 } }]);
    expect(FEWEST_IN_RANKING).toBe(FEWEST_PEOPLE);
  });

  it('are one to three, all different, in the order of the evidence', () => {
    const genre = (name: string): Evidence => ({ kind: 'genre', name, strength: 1 });
    const names = codes(['A', 'B', 'A', 'C', 'D'].map(genre), context(dune)).map(({ params }) => params.name);
    expect(names).toEqual(['A', 'B', 'C']);
  });

  it('always are there', () => {
    const unknown: Evidence = { kind: 'liked-film', item: '999', stars: 5, strength: 1 };
    expect(codes([unknown], context(dune, { ratingStats: { count: 6, mean: 4 } }))).toEqual([
      { code: 'rated', params: { mean: 4, count: 6 } },
    ]);
    expect(codes([], context(speed))[0].code).toBe('rated-on-tmdb');
    const halfKnown: Partial<MovieSnapshot>[] = [{}, { voteAverage: 7, voteCount: 0 }, { voteCount: 12 }];
    for (const votes of halfKnown)
      expect(codes([], context(movie('2', 'Nobody voted', votes)))).toEqual([
        { code: 'unrated', params: {} },
      ]);
  });
});

describe('why a movie is like another', () => {
  it('is what they share', () => {
    const reasons = codeSimilarity(
      [
        { kind: 'person', name: 'Denis Villeneuve', strength: 3 },
        { kind: 'liked-together', both: 34, either: 80, strength: 2 },
        { kind: 'plot', cosine: 0.7, strength: 1 },
      ],
      arrival,
      context(dune),
    );
    expect(reasons).toEqual([
      { code: 'same-director', params: { name: 'Denis Villeneuve' } },
      { code: 'liked-together', params: { count: 34 } },
      { code: 'similar-plot', params: { movieId: '329865' } },
    ]);
  });

  it('is of its own kind for keywords and series', () => {
    const reasons = codeSimilarity(
      [
        { kind: 'keyword', name: 'desert', strength: 2 },
        { kind: 'collection', name: 'Dune Collection', strength: 1 },
      ],
      arrival,
      context(dune),
    );
    expect(reasons).toEqual([
      { code: 'same-keyword', params: { name: 'desert' } },
      { code: 'same-collection', params: { name: 'Dune Collection' } },
    ]);
    expect(reasons.map(({ code }) => KIND_OF_REASON[code])).toEqual(['keyword', 'collection']);
  });

  it('names a genre, and says what a person did in which of the two', () => {
    const shared = (name: string, base: MovieSnapshot, of: MovieSnapshot) =>
      codeSimilarity([{ kind: 'person', name, strength: 1 }], base, context(of))[0];
    expect(codeSimilarity([{ kind: 'genre', name: 'Drama', strength: 1 }], arrival, context(dune))).toEqual([
      { code: 'same-genre', params: { name: 'Drama' } },
    ]);
    expect(shared('Clint Eastwood', unforgiven, speed)).toEqual({
      code: 'cast-in-common',
      params: { name: 'Clint Eastwood' },
    });
    expect(shared('Clint Eastwood', speed, unforgiven).code).toBe('director-in-common');
  });
});
