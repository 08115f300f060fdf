import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { MovieCard } from '../../api/client';
import { type Shelf, shelfQuery, useShelve } from '../../api/me';
import { messageOf } from '../../api/problem';
import { Card } from '../../components/film/card';
import { RateFilm } from '../../components/film/rate-film';
import { Empty, Failed, GridSkeleton } from '../../components/frame/states';
import { say } from '../../components/frame/toasts';
import { NotFoundPage } from '../not-found.page';
import { useTitle } from '../title';

const WORDS: Record<Shelf, { title: string; empty: string; hint: string; take: string }> = {
  watchlist: {
    title: 'Watchlist',
    empty: 'Nothing on your watchlist',
    hint: 'Open a film and choose “Watch later”.',
    take: 'Take off',
  },
  'not-interested': {
    title: 'Not interested',
    empty: 'You have turned nothing down',
    hint: 'Films you are not interested in are never suggested; here you can change your mind.',
    take: 'Suggest it again',
  },
};

export function ShelfPage() {
  const { shelf } = useParams();
  return shelf === 'watchlist' || shelf === 'not-interested' ? (
    <ShelfOf key={shelf} shelf={shelf} />
  ) : (
    <NotFoundPage />
  );
}

function ShelfOf({ shelf }: { shelf: Shelf }) {
  const words = WORDS[shelf];
  useTitle(words.title);
  const { data, isPending, isError, error, refetch } = useQuery(shelfQuery(shelf));
  const shelve = useShelve(shelf, (error, { movie }, again) =>
    say(`${movie.title}: ${messageOf(error)}`, { label: 'Try again', run: again }),
  );
  const move = (movie: MovieCard, on: boolean) => shelve.mutate({ movie, on });
  if (isPending) return <GridSkeleton />;
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (data.length === 0)
    return (
      <Empty title={words.empty}>
        <p>{words.hint}</p>
      </Empty>
    );
  return (
    <div className="grid">
      {data.map(({ movie }) => (
        <Card key={movie.id} movie={movie}>
          {shelf === 'watchlist' && <RateFilm movie={movie} size="small" />}
          <button
            type="button"
            className="text-button"
            aria-label={`${words.take}: ${movie.title}`}
            onClick={() => {
              move(movie, false);
              say(`${movie.title} is off the list.`, { label: 'Undo', run: () => move(movie, true) });
            }}
          >
            {words.take}
          </button>
        </Card>
      ))}
    </div>
  );
}
