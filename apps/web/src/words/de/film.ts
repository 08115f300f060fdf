import { counted } from '../format';
import type { film as english } from '../en/film';

export const film: typeof english = {
  stars: (stars) => counted(stars, 'Stern', 'Sterne'),
  notRated: 'nicht bewertet',
  yourRating: (title) => `Deine Bewertung für ${title}`,
  ofFive: (stars) => `${stars} von 5 Sternen`,
  youGave: 'Von dir:',
  match: 'passend.',
  predicted: 'Geschätzt',
  starsShown: 'Sterne',
  notSaved: (title, why) => `${title} ließ sich nicht speichern. ${why}`,
};

export const genres: Record<string, string> = {
  Action: 'Action',
  Adventure: 'Abenteuer',
  Animation: 'Animation',
  Children: 'Kinderfilm',
  Comedy: 'Komödie',
  Crime: 'Krimi',
  Documentary: 'Dokumentarfilm',
  Drama: 'Drama',
  Family: 'Familie',
  Fantasy: 'Fantasy',
  'Film-Noir': 'Film noir',
  'Film Noir': 'Film noir',
  Foreign: 'Ausland',
  History: 'Historie',
  Horror: 'Horror',
  IMAX: 'IMAX',
  Music: 'Musik',
  Musical: 'Musical',
  Mystery: 'Mystery',
  Romance: 'Liebesfilm',
  'Sci-Fi': 'Science-Fiction',
  'Science Fiction': 'Science-Fiction',
  Thriller: 'Thriller',
  'TV Movie': 'Fernsehfilm',
  War: 'Kriegsfilm',
  Western: 'Western',
};

export const shortGenres: Record<string, string> = {
  Documentary: 'Doku',
  'Science Fiction': 'Sci-Fi',
  'Sci-Fi': 'Sci-Fi',
};
