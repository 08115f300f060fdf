import { describe, expect, it } from '@jest/globals';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { Reason } from '#ranking/ranking/recommendation.js';
import { likedCastAndCrew } from './liked-cast-and-crew.js';
import { renderReasons, renderSimilarity, type ReasonContext } from './reason.words.js';
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
const movies = new Map([arrival, dune, unforgiven, speed].map((movie) => [movie.id, movie]));

function context(of: MovieSnapshot, more: Partial<ReasonContext> = {}): ReasonContext {
  const liked = (id: string, rating: number) => ({ movieId: id, rating, ratedAt: '2025-05-05T00:00:00Z' });
  const { profile } = applyUpdates(
    emptyProfile('66f2c3a17d3e2b0012ab34cd'),
    [{ kind: 'ratings', version: 1, changes: [liked('329865', 5), liked('33', 4)] }],
    new Date(),
  );
  return {
    movie: of,
    titleOf: (id) => movies.get(id)?.title,
    likedWith: likedCastAndCrew(profile, (id) => movies.get(id)),
    ...more,
  };
}

const words = (evidence: Reason[], about: ReasonContext) => renderReasons(evidence, about);

describe('tellReasons', () => {
  it('names the film that was liked', () => {
    expect(words([{ kind: 'liked-film', item: '329865', stars: 5, strength: 1 }], context(dune))).toEqual([
      { kind: 'liked-film', text: 'Because you liked Arrival', movieId: '329865', name: 'Arrival' },
    ]);
  });

  it('counts the people with the same taste', () => {
    const similar: Reason = {
      kind: 'similar-users',
      raters: 12,
      neighbours: 40,
      meanStars: 4.58,
      strength: 1,
    };
    expect(words([similar], context(dune))[0].text).toBe('Rated 4.6 by 12 people with your taste');
    expect(words([{ ...similar, raters: 1 }], context(dune))[0].text).toBe(
      'Rated 4.6 by 1 person with your taste',
    );
  });

  it('names a person, what they did in this film, and a liked film of theirs', () => {
    const person = (name: string): Reason => ({ kind: 'person', name, strength: 1 });
    expect(words([person('Denis Villeneuve')], context(dune))).toEqual([
      {
        kind: 'person',
        text: 'Directed by Denis Villeneuve, like Arrival',
        movieId: '329865',
        name: 'Denis Villeneuve',
      },
    ]);
    expect(words([person('Clint Eastwood')], context(speed))[0].text).toBe(
      'With Clint Eastwood, who directed Unforgiven',
    );
    expect(words([person('Oscar Isaac')], context(dune))).toEqual([
      { kind: 'person', text: 'With Oscar Isaac', name: 'Oscar Isaac' },
    ]);
  });

  it('names a genre', () => {
    expect(words([{ kind: 'genre', name: 'Science Fiction', strength: 1 }], context(dune))).toEqual([
      { kind: 'genre', text: 'You like Science Fiction', name: 'Science Fiction' },
    ]);
  });

  it('calls popular only what many like, and says who rated where nobody here did', () => {
    const popular = (raters: number, meanStars?: number): Reason => ({
      kind: 'popular',
      raters,
      meanStars,
      strength: 1,
    });
    expect(words([popular(259, 4.31)], context(dune))[0].text).toBe(
      'Popular with everyone: rated 4.3 by 259 people',
    );
    expect(words([popular(2, 3)], context(dune))[0].text).toBe('Rated 3.0 by 2 people');
    expect(words([popular(0)], context(speed))[0].text).toBe('Rated 7.0 of 10 by 12,345 people on TMDB');
  });

  it('gives one to three different reasons, in the order of the evidence', () => {
    const genre = (name: string): Reason => ({ kind: 'genre', name, strength: 1 });
    const texts = words(['A', 'B', 'A', 'C', 'D'].map(genre), context(dune)).map(({ text }) => text);
    expect(texts).toEqual(['You like A', 'You like B', 'You like C']);
  });

  it('always has one', () => {
    const unknown: Reason = { kind: 'liked-film', item: '999', stars: 5, strength: 1 };
    expect(words([unknown], context(dune, { ratingStats: { count: 3, mean: 4 } }))).toEqual([
      { kind: 'popular', text: 'Rated 4.0 by 3 people' },
    ]);
    expect(words([], context(speed))[0].text).toBe('Rated 7.0 of 10 by 12,345 people on TMDB');
    expect(words([], context(dune))[0].text).toBe('New here: nobody has rated it yet');
  });
});

describe('tellSimilarity', () => {
  it('says what two films share', () => {
    const rendered = renderSimilarity(
      [
        { kind: 'person', name: 'Denis Villeneuve', strength: 3 },
        { kind: 'liked-together', both: 34, either: 80, strength: 2 },
        { kind: 'plot', cosine: 0.7, strength: 1 },
      ],
      arrival,
      context(dune),
    );
    expect(rendered).toEqual([
      { kind: 'person', text: 'Also directed by Denis Villeneuve', name: 'Denis Villeneuve' },
      { kind: 'similar-users', text: '34 people liked both' },
      {
        kind: 'liked-film',
        text: 'A story close to that of Arrival',
        movieId: '329865',
        name: 'Arrival',
      },
    ]);
  });
});
