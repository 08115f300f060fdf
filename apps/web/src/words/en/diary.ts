import { number } from '../format';
import { words } from '../words';

/** When films were watched, and the question how they were. */
export const diary = words('diary', {
  title: (title: string) => `When you watched ${title}`,
  firstOn: 'First watched on',
  save: 'Save',
  watchedOn: (title: string, day: string) => `${title}: watched on ${day}.`,
  withoutDate: (title: string) => `${title}: without a date.`,
  forgetDate: 'Forget the date',
  again: 'Watched again',
  removeDay: (day: string) => `Remove ${day}`,
  notWatchedOn: (title: string, day: string) => `${title}: not watched on ${day}.`,
  againOn: 'Watched again on',
  add: 'Add',
  watchedAgainOn: (title: string, day: string) => `${title}: watched again on ${day}.`,
  when: 'When did you watch it?',
  watched: (day: string) => `Watched ${day}`,
  watchedTimes: (day: string, times: number) => `Watched ${day}, ${number(times)} times`,
  howWasIt: 'How was it?',
  moreWatched: (count: number) => `and ${number(count)} more you watched`,
  notifiedOf: (day: string) => `watched ${day}`,
  doNotAsk: (title: string) => `Do not ask about ${title}`,
});
