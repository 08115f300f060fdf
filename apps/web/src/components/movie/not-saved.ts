import type { MovieCard } from '../../api/client';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { app } from '../../words/en/app';
import { film } from '../../words/en/film';

/** Says that a change of a movie was not saved, and offers to try again. */
export const notSaved = (error: Error, { movie }: { movie: MovieCard }, again: () => void) =>
  say(film.notSaved(movie.title, messageOf(error)), { label: app.tryAgain, run: again }, movie.id);
