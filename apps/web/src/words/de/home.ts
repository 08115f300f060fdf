import { counted } from '../format';
import type { home as english } from '../en/home';

const DEEP_CUTS = 'Kaum bekannt und nah an dem, was du immer wieder siehst';
const NEW = 'Davon hast du kaum etwas gesehen, und diese grenzen an deinen Geschmack';

export const home: typeof english = {
  welcome: 'Filme, die du lieben wirst, und der Grund dafür.',
  welcomeHow:
    'Bewerte eine Handvoll Filme. Du bekommst eine Liste, die für dich gemacht ist, sich mit deinem Geschmack sofort ändert und bei jedem Titel sagt, was für ihn spricht.',
  startRating: 'Loslegen',
  points: [
    '<strong>Fünf Bewertungen</strong> reichen für eine erste Liste.',
    '<strong>Bring mit, was du schon gesehen hast</strong>: aus Letterboxd, IMDb oder MovieLens.',
    '<strong>Du entscheidest</strong>: Genres, Jahre und wie überraschend es sein darf.',
  ],
  title: 'Start',
  wholeList: 'Die ganze Liste',
  nothingYet: 'Noch nichts zu empfehlen',
  rateForRows: '<rate>Bewerte ein paar Filme</rate>, und hier beginnen deine Reihen.',
  allOfRow: 'Die ganze Reihe',
  allOf: (row) => `Die ganze Reihe: ${row}`,
  rowOn: 'Weiter in dieser Reihe',
  rowBack: 'Zurück in dieser Reihe',
  rowGone: 'Diese Reihe gibt es auf deiner Seite nicht mehr',
  rowsOfToday: 'Reihen folgen deinem Geschmack. <home>Sieh dir die von heute an</home>.',
  backToRows: 'Zurück zu allen Reihen',
  looking: 'Wir suchen Filme, die passen',
  thinking: 'Wir denken über deine neuen Bewertungen nach',
  forAnyone: 'Eine gute Liste für alle, bis deine eigene fertig ist.',
  updated: 'Auf dem Stand von eben',
  worldEnds: (world) => `${world}; danach geht es mit anderen weiter.`,
  withoutPlots: 'Im Moment ohne die Handlungen zusammengestellt.',
  firstList: 'Eine erste Liste; eine bessere ist unterwegs.',
  why: {
    'for-you': 'Was am besten passt, nach allem, was wir von dir wissen',
    'because-you-loved': 'Wofür dieser Film am meisten spricht',
    'deep-cuts': DEEP_CUTS,
    'deep-cuts-language': DEEP_CUTS,
    'deep-cuts-region': DEEP_CUTS,
    'deep-cuts-country': DEEP_CUTS,
    'deep-cuts-genre': DEEP_CUTS,
    'deep-cuts-decade': DEEP_CUTS,
    'new-country': NEW,
    'new-genre': NEW,
    'new-films': 'Aus den letzten drei Jahren, das Passendste zuerst',
    'on-your-services': 'Ohne für den Film selbst zu zahlen. Daten von JustWatch',
    'well-known': 'Gute Filme für alle, bis deine eigene Liste fertig ist',
  },
  likedOfDirector: (count) => `${counted(count, 'Film davon hat', 'Filme davon haben')} dir gefallen`,
};
