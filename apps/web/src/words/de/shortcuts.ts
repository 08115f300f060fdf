import type { shortcutWords as english } from '../en/shortcuts';

export const shortcutWords: typeof english = {
  title: 'Tastenkürzel',
  enter: 'Eingabe',
  escape: 'Esc',
  search: 'Suchen',
  step: 'Von Film zu Film',
  open: 'Den Film öffnen',
  close: 'Schließen, was offen ist',
  sheet: 'Diese Übersicht',
  atFilm: 'Bei einem Film, auf der Karte oder geöffnet',
  stars: 'Sterne; noch einmal für einen halben weniger',
  areOn: 'Einzelne Tasten tun das',
};
