/** So many that MongoDB's trial of a query's plans ends before a plan that matches nothing has seen everything. */
export const MANY = 12_000;

/** Movies as the catalog stores them, all alike but for a few values that filters tell apart. */
export function manyMovies() {
  return Array.from({ length: MANY }, (_, n) => ({
    _id: String(n),
    title: `Film ${n}`,
    year: 1990 + (n % 20),
    overview: 'A plot.',
    genres: ['Drama'],
    keywords: [],
    cast: [],
    directors: ['Jane Roe'],
    language: n % 3 === 0 ? 'fr' : 'en',
    popularity: n % 7,
    links: { movielens: String(n), imdb: `tt${n}` },
    genreKeys: n % 2 === 0 ? ['crime', 'drama'] : ['drama'],
    people: ['jane-roe', `john-doe-${n % 50}`],
    titleKeys: [`film ${n}`],
    titleWords: ['film', String(n)],
    sortTitle: `film ${n}`,
    sortYear: 1990 + (n % 20),
    contentHash: '',
    revision: 1,
    changedAt: new Date(0),
    averageRating: 0,
    ratingCount: 0,
    ratedByEnough: 0,
  }));
}
