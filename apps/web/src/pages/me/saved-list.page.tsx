import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { MovieCard } from '../../api/client';
import { type SavedList, savedListQuery, useSaveMovie } from '../../api/me';
import { Card } from '../../components/movie/card';
import { notSaved } from '../../components/movie/not-saved';
import { RateMovie } from '../../components/movie/rate-movie';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { NotFoundPage } from '../not-found.page';
import { useTitle } from '../title';

const WORDS: Record<SavedList, { title: string; empty: string; hint: string; take: string }> = {
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

export function SavedListPage() {
  const { shelf: savedList } = useParams();
  return savedList === 'watchlist' || savedList === 'not-interested' ? (
    <SavedListOf key={savedList} savedList={savedList} />
  ) : (
    <NotFoundPage />
  );
}

function SavedListOf({ savedList }: { savedList: SavedList }) {
  const words = WORDS[savedList];
  useTitle(words.title);
  const { data, isPending, isError, error, refetch } = useQuery(savedListQuery(savedList));
  const save = useSaveMovie(savedList, notSaved);
  const move = (movie: MovieCard, on: boolean) => save.mutate({ movie, on });
  if (isPending) return <GridSkeleton />;
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (data.length === 0)
    return (
      <Empty title={words.empty}>
        <p>{words.hint}</p>
      </Empty>
    );
  return (
    <>
      <h2 className="visually-hidden">Films</h2>
      <div className="grid">
        {data.map(({ movie }) => (
          <Card key={movie.id} movie={movie}>
            {savedList === 'watchlist' && <RateMovie movie={movie} size="small" />}
            <button
              type="button"
              className="text-button"
              aria-label={`${words.take}: ${movie.title}`}
              onClick={() => {
                move(movie, false);
                say(
                  `${movie.title} is off the list.`,
                  { label: 'Undo', run: () => move(movie, true) },
                  movie.id,
                );
              }}
            >
              {words.take}
            </button>
          </Card>
        ))}
      </div>
    </>
  );
}
