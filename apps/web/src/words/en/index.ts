/** All texts, for translations to be held against; the app imports those of a page with the page. */
export { app } from './app';
export { film, genres, shortGenres } from './film';
export { home } from './home';
export { sayings } from './sayings';
export { shortcutWords } from './shortcuts';
