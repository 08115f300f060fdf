/** All texts, for translations to be held against; the app imports those of a page with the page. */
export { account } from './account';
export { app } from './app';
export { diary } from './diary';
export { entry } from './entry';
export { film, genres, shortGenres } from './film';
export { finding } from './finding';
export { home } from './home';
export { imports } from './imports';
export { list } from './list';
export { mine, taste } from './mine';
export { movie } from './movie';
export { outside } from './outside';
export { sayings } from './sayings';
export { shortcutWords } from './shortcuts';
export { watching } from './watching';
