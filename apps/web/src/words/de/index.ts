import type * as english from '../en';
import { account } from './account';
import { app } from './app';
import { diary } from './diary';
import { entry } from './entry';
import { film, genres, shortGenres } from './film';
import { finding } from './finding';
import { home } from './home';
import { imports } from './imports';
import { list } from './list';
import { mine, taste } from './mine';
import { movie } from './movie';
import { outside } from './outside';
import { sayings } from './sayings';
import { shortcutWords } from './shortcuts';
import { watching } from './watching';

export const german: typeof english = {
  account,
  app,
  diary,
  entry,
  film,
  genres,
  shortGenres,
  finding,
  home,
  imports,
  list,
  mine,
  movie,
  outside,
  sayings,
  shortcutWords,
  taste,
  watching,
};
