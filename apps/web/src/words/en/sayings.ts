import { tenth } from '../format';
import { words } from '../words';
import { film } from './film';

/** What one says of a film, and what the app says back; and a film opened. */
export const sayings = words('sayings', {
  mine: (title: string) => `What I say of ${title}`,
  rateIt: 'Rate it',
  given: (title: string, stars: number) => `${title}: ${film.stars(stars)}.`,
  givenKept: (title: string, stars: number) => `${title}: ${film.stars(stars)}, saved.`,
  removed: (title: string) => `Your rating of ${title} is removed.`,
  removeMine: (title: string) => `Remove my rating of ${title}`,
  seen: (title: string) => `${title}: seen. It will not be suggested again.`,
  notSeen: (title: string) => `${title}: not seen.`,
  later: (title: string) => `${title} is on your watchlist, and leaves the list of suggestions.`,
  notLater: (title: string) => `${title} is off your watchlist.`,
  refused: (title: string) => `${title} will not be suggested again.`,
  seenIt: 'Seen it',
  watchLater: 'Watch later',
  notInterested: 'Not interested',
  withKey: (label: string, key: string) => `${label} (${key})`,
  keepTitle: 'Keep your rating',
  keepQuestion: (title: string, stars: number) => `Keep your ${film.stars(stars)} for ${title}?`,
  keepWhy:
    'Ratings need an account to belong to. With it they make a list of your own, and every film in it says why. It takes an e-mail address and a password; your rating is kept for you meanwhile.',
  film: 'Film',
  matchOf: (percent: string) => `<strong>${percent}</strong> match`,
  forYou: (stars: number) => `<strong>${tenth(stars)}</strong> for you`,
  whyOnList: 'Why it is on your list',
  certification: (country: string) => `Certification (${country})`,
  originalLanguage: 'Original language',
  noLanguage: 'No language',
  cantonese: 'Cantonese',
  directedBy: 'Directed by',
  with: 'With',
  sources: {
    collaborative: 'People like you',
    plot: 'Plot',
    genres: 'Genres',
    people: 'Cast & crew',
    keywords: 'Themes',
    popularity: 'Popularity',
  },
});
