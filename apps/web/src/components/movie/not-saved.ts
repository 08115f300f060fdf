import type { MovieCard } from '../../api/client';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';

/** Says that a change of a movie was not saved, and offers to try again. */
export const notSaved = (error: Error, { movie }: { movie: MovieCard }, again: () => void) =>
  say(`${movie.title} was not saved. ${messageOf(error)}`, { label: 'Try again', run: again }, movie.id);
