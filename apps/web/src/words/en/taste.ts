import { counted, number, tenth } from '../format';
import { words } from '../words';

/** What somebody likes, in figures. */
export const taste = words('taste', {
  title: 'My taste',
  secret: 'Your taste is still a secret',
  rateToShow: '<rate>Rate a few films</rate> and it shows here.',
  against: (films: number) =>
    `Films you gave 3.5 stars or more, against what everyone rates: the ${number(films)} best-known films here, weighted by how often each was rated.`,
  genres: 'Genres',
  decades: 'Decades',
  decadeOf: (decade: string) => `${decade}s`,
  hidden: 'Hidden favourites',
  hiddenWhy: (people: number) =>
    `Films you gave 4 stars or more that fewer than ${counted(people, 'person', 'people')} here have rated.`,
  me: 'me',
  everyone: 'everyone',
  meHead: 'Me',
  everyoneHead: 'Everyone',
  directors: 'Directors',
  actors: 'Actors',
  countries: 'Countries',
  peopleWhy: 'Whose films you rate higher than others, by at least two of them.',
  starsAndFilms: (stars: number, films: number) =>
    `${tenth(stars)} stars · ${counted(films, 'film', 'films')}`,
  crowd: 'Me against the crowd',
  crowdSame: 'You give as much as everyone does',
  crowdMore: (stars: number) => `You give ${tenth(stars)} stars more than everyone does`,
  crowdLess: (stars: number) => `You give ${tenth(stars)} stars less than everyone does`,
  crowdFigures: (mine: number, everyones: number, films: number, agreed: number) =>
    `: ${tenth(mine)} against ${tenth(everyones)} on average, over the ${number(films)} of your films that at least five people here have rated. Of ${number(agreed)} you think as they do, within half a star.`,
  likedMore: 'You like them more',
  moreWhy: 'More than half a star above everyone’s average.',
  likedLess: 'You like them less',
  lessWhy: 'More than half a star below everyone’s average.',
  people: (count: number) => counted(count, 'person', 'people'),
  everyonesMean: (stars: number) => `Everyone: ${tenth(stars)}`,
});
