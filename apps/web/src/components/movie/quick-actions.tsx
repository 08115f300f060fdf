import type { MovieCard } from '../../api/client';
import { useSignedIn } from '../../api/me';
import { Dialog } from '../basic/dialog';
import { MovieActions } from './movie-actions';
import { RateMovie } from './rate-movie';
import { sayings } from '../../words/en/sayings';

/** Stars, seen, later, not for me: over a card's poster. */
export function ActionsOver({ movie }: { movie: MovieCard }) {
  const signedIn = useSignedIn();
  return (
    <div className="quick">
      <div className="quick-body" role="group" aria-label={sayings.mine(movie.title)}>
        <RateMovie movie={movie} size="small" isBrief />
        {signedIn && <MovieActions movie={movie} isBrief />}
      </div>
    </div>
  );
}

/** The same with room for fingers. */
export function ActionsBeside({ movie, onClose }: { movie: MovieCard; onClose: () => void }) {
  const signedIn = useSignedIn();
  return (
    <Dialog label={sayings.mine(movie.title)} onClose={onClose}>
      <h2>{movie.title}</h2>
      <RateMovie movie={movie} isBrief />
      {signedIn && <MovieActions movie={movie} onDismissed={onClose} />}
    </Dialog>
  );
}
