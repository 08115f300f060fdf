import { words } from '../words';

/** The sheet of keyboard shortcuts. */
export const shortcutWords = words('shortcutWords', {
  title: 'Keyboard shortcuts',
  enter: 'Enter',
  escape: 'Esc',
  search: 'Search',
  step: 'From film to film',
  open: 'Open the film',
  close: 'Close what is open',
  sheet: 'This sheet',
  atFilm: 'At a film, on its card or opened',
  stars: 'Stars; the same again for a half less',
  areOn: 'Single keys do this',
});
