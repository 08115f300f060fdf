import { number, plural } from '../format';
import type { diary as english } from '../en/diary';

export const diary: typeof english = {
  title: (title) => `Wann du ${title} gesehen hast`,
  firstOn: 'Zum ersten Mal gesehen am',
  save: 'Speichern',
  watchedOn: (title, day) => `${title}: gesehen am ${day}.`,
  withoutDate: (title) => `${title}: ohne Datum.`,
  forgetDate: 'Das Datum vergessen',
  again: 'Noch einmal gesehen',
  removeDay: (day) => `${day} entfernen`,
  notWatchedOn: (title, day) => `${title}: nicht gesehen am ${day}.`,
  againOn: 'Noch einmal gesehen am',
  add: 'Hinzufügen',
  watchedAgainOn: (title, day) => `${title}: noch einmal gesehen am ${day}.`,
  when: 'Wann hast du ihn gesehen?',
  watched: (day) => `Gesehen am ${day}`,
  watchedTimes: (day, times) => `Gesehen am ${day}, ${number(times)} Mal`,
  howWasIt: 'Wie war’s?',
  moreWatched: (count) =>
    `und ${number(count)} ${plural(count, { one: 'weiterer, den', other: 'weitere, die' })} du gesehen hast`,
  notifiedOf: (day) => `gesehen am ${day}`,
  doNotAsk: (title) => `Nicht nach ${title} fragen`,
};
