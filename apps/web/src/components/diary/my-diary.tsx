import type { MovieCard } from '../../api/client';
import { useWatched } from '../../api/diary';
import { Diary } from './diary';

/** When I watched a movie; nothing of one that I have neither rated nor marked as seen. */
export function MyDiary({ movie }: { movie: MovieCard }) {
  const watched = useWatched(movie);
  return watched && <Diary watched={watched} />;
}
