import { counted } from '../format';
import { words } from '../words';

/** A film on its card: figures, stars, and what one says of it. */
export const film = words('film', {
  stars: (stars: number) => counted(stars, 'star', 'stars'),
  notRated: 'not rated',
  yourRating: (title: string) => `Your rating of ${title}`,
  ofFive: (stars: string) => `${stars} of 5 stars`,
  youGave: 'You gave it',
  match: 'match.',
  predicted: 'Predicted',
  starsShown: 'stars',
  notSaved: (title: string, why: string) => `${title} was not saved. ${why}`,
});

/** Names of genres, as the catalogue has them. */
export const genres = words<Record<string, string>>('genres', {});

/** Where there is little room. */
export const shortGenres = words<Record<string, string>>('shortGenres', { 'Science Fiction': 'Sci-Fi' });

export const genreName = (name: string) => genres[name] ?? name;
export const shortGenreName = (name: string) => shortGenres[name] ?? genreName(name);
