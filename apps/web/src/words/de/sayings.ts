import { tenth } from '../format';
import type { sayings as english } from '../en/sayings';
import { film } from './film';

export const sayings: typeof english = {
  mine: (title) => `Was ich zu ${title} sage`,
  rateIt: 'Bewerte ihn',
  given: (title, stars) => `${title}: ${film.stars(stars)}.`,
  givenKept: (title, stars) => `${title}: ${film.stars(stars)}, gespeichert.`,
  removed: (title) => `Deine Bewertung für ${title} ist weg.`,
  removeMine: (title) => `Meine Bewertung für ${title} entfernen`,
  seen: (title) => `${title}: gesehen. Er wird dir nicht mehr vorgeschlagen.`,
  notSeen: (title) => `${title}: nicht gesehen.`,
  later: (title) => `${title} steht auf deiner Merkliste und ist nicht mehr unter den Vorschlägen.`,
  notLater: (title) => `${title} steht nicht mehr auf deiner Merkliste.`,
  refused: (title) => `${title} wird dir nicht mehr vorgeschlagen.`,
  seenIt: 'Gesehen',
  watchLater: 'Für später',
  notInterested: 'Kein Interesse',
  withKey: (label, key) => `${label} (${key})`,
  keepTitle: 'Behalte deine Bewertung',
  keepQuestion: (title, stars) => `Deine ${film.stars(stars)} für ${title} behalten?`,
  keepWhy:
    'Bewertungen brauchen ein Konto, zu dem sie gehören. Mit ihm wird daraus deine eigene Liste, und jeder Film darauf sagt, warum er dort steht. Du brauchst nur eine E-Mail-Adresse und ein Passwort; deine Bewertung heben wir so lange auf.',
  film: 'Film',
  matchOf: (percent) => `<strong>${percent}</strong> passend`,
  forYou: (stars) => `<strong>${tenth(stars)}</strong> für dich`,
  whyOnList: 'Warum er auf deiner Liste steht',
  certification: (country) => `Altersfreigabe (${country})`,
  originalLanguage: 'Originalsprache',
  noLanguage: 'Ohne Sprache',
  cantonese: 'Kantonesisch',
  directedBy: 'Regie',
  with: 'Mit',
  sources: {
    collaborative: 'Leute wie du',
    plot: 'Handlung',
    genres: 'Genres',
    people: 'Besetzung & Stab',
    keywords: 'Themen',
    popularity: 'Beliebtheit',
  },
};
