import { number } from '../format';
import { words } from '../words';

const DEEP_CUTS = 'Not widely known, and close to what you keep watching';
const NEW = 'You have hardly seen any, and these border on your taste';

/** Welcome, the rows of home, and where a list stands. */
export const home = words('home', {
  welcome: 'Films you’ll love, and the reason why.',
  welcomeHow:
    'Rate a handful of films. You get a list made for you that changes the moment your taste does, and says for every title what speaks for it.',
  startRating: 'Start rating',
  points: [
    '<strong>Five ratings</strong> are enough for a first list.',
    '<strong>Bring your history</strong> from Letterboxd, IMDb or MovieLens.',
    '<strong>You decide</strong>: genres, years, and how surprising it may be.',
  ],
  title: 'Home',
  wholeList: 'The whole list',
  nothingYet: 'Nothing to recommend yet',
  rateForRows: '<rate>Rate a few films</rate> and your rows begin here.',
  allOfRow: 'All of this row',
  allOf: (row: string) => `All of this row: ${row}`,
  rowOn: 'Further in this row',
  rowBack: 'Back in this row',
  rowGone: 'This row is not on your page any more',
  rowsOfToday: 'Rows follow your taste. <home>See those of today</home>.',
  backToRows: 'Back to all rows',
  looking: 'Looking for films that fit',
  thinking: 'Thinking about your new ratings',
  forAnyone: 'A good list for anyone, until your own is ready.',
  updated: 'Updated with what you just told us',
  worldEnds: (world: string) => `${world}; then the list goes on with others.`,
  withoutPlots: 'Made without the plots for now.',
  firstList: 'A first list: a better one is on its way.',
  /** Why there is such a row, by the code of its title, where that does not say it all. */
  why: {
    'for-you': 'The best matches of all, by everything you have told us',
    'because-you-loved': 'What that film speaks for most',
    'deep-cuts': DEEP_CUTS,
    'deep-cuts-language': DEEP_CUTS,
    'deep-cuts-region': DEEP_CUTS,
    'deep-cuts-country': DEEP_CUTS,
    'deep-cuts-genre': DEEP_CUTS,
    'deep-cuts-decade': DEEP_CUTS,
    'new-country': NEW,
    'new-genre': NEW,
    'new-films': 'Of the last three years, the best match first',
    'on-your-services': 'Without paying for the film itself. Data by JustWatch',
    'well-known': 'Good films for anyone, until your own list is ready',
  },
  likedOfDirector: (count: number) => `You liked ${number(count)} of their films`,
});
