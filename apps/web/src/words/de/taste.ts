import { counted, number, plural, tenth } from '../format';
import type { taste as english } from '../en/taste';

export const taste: typeof english = {
  title: 'Mein Geschmack',
  secret: 'Dein Geschmack ist noch ein Geheimnis',
  rateToShow: '<rate>Bewerte ein paar Filme</rate>, und er zeigt sich hier.',
  against: (films) =>
    `Filme, denen du 3,5 Sterne oder mehr gegeben hast, neben dem, was alle bewerten: den ${number(films)} bekanntesten Filmen hier, danach gewichtet, wie oft jeder bewertet wurde.`,
  genres: 'Genres',
  decades: 'Jahrzehnte',
  decadeOf: (decade) => `${decade}er`,
  hidden: 'Verborgene Lieblinge',
  hiddenWhy: (people) =>
    `Filme, denen du 4 Sterne oder mehr gegeben hast und die hier weniger als ${plural(people, { one: `${number(people)} Person bewertet hat`, other: `${number(people)} Leute bewertet haben` })}.`,
  me: 'ich',
  everyone: 'alle',
  meHead: 'Ich',
  everyoneHead: 'Alle',
  directors: 'Regie',
  actors: 'Schauspiel',
  countries: 'Länder',
  peopleWhy: 'Von wem du mindestens zwei Filme höher bewertest als andere.',
  starsAndFilms: (stars, films) => `${tenth(stars)} Sterne · ${counted(films, 'Film', 'Filme')}`,
  crowd: 'Ich und die Menge',
  crowdSame: 'Du gibst so viel wie alle',
  crowdMore: (stars) => `Du gibst ${tenth(stars)} Sterne mehr als alle`,
  crowdLess: (stars) => `Du gibst ${tenth(stars)} Sterne weniger als alle`,
  crowdFigures: (mine, everyones, films, agreed) =>
    `: im Schnitt ${tenth(mine)} gegen ${tenth(everyones)}, über die ${number(films)} deiner Filme, die hier mindestens fünf Leute bewertet haben. Bei ${number(agreed)} denkst du wie sie, auf einen halben Stern genau.`,
  likedMore: 'Die magst du lieber',
  moreWhy: 'Mehr als einen halben Stern über dem Schnitt von allen.',
  likedLess: 'Die magst du weniger',
  lessWhy: 'Mehr als einen halben Stern unter dem Schnitt von allen.',
  people: (count) => counted(count, 'Person', 'Leute'),
  everyonesMean: (stars) => `Alle: ${tenth(stars)}`,
};
