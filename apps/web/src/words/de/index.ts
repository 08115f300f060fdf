import type * as english from '../en';
import { app } from './app';
import { film, genres, shortGenres } from './film';
import { home } from './home';
import { sayings } from './sayings';
import { shortcutWords } from './shortcuts';

export const german: typeof english = { app, film, genres, home, sayings, shortGenres, shortcutWords };
