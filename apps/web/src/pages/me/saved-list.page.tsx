import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { MovieCard } from '../../api/client';
import { type SavedList, savedListQuery, useSaveMovie } from '../../api/me';
import { useFits } from '../../api/movies';
import { Diary } from '../../components/diary/diary';
import { Card } from '../../components/movie/card';
import { notSaved } from '../../components/movie/not-saved';
import { RateMovie } from '../../components/movie/rate-movie';
import { PredictedBadge } from '../../components/movie/stars-badge';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { NotFoundPage } from '../not-found.page';
import { useTitle } from '../title';
import type { Sort } from './film-finder';
import { Finder } from './finder';
import { app } from '../../words/en/app';
import { mine } from '../../words/en/mine';

const SORTS: Sort[] = ['newest', 'oldest', 'title', 'year', 'shortest', 'longest'];
const SORTS_OF: Record<SavedList, Sort[]> = {
  watchlist: ['newest', 'match', ...SORTS.slice(1)],
  seen: ['newest', 'oldest', 'watched', ...SORTS.slice(2)],
  'not-interested': SORTS,
};

export function SavedListPage() {
  const { shelf } = useParams();
  const savedList = (Object.keys(SORTS_OF) as SavedList[]).find((list) => list === shelf);
  return savedList ? <SavedListOf key={savedList} savedList={savedList} /> : <NotFoundPage />;
}

function SavedListOf({ savedList }: { savedList: SavedList }) {
  useTitle(mine.places[savedList]);
  const { data, isPending, isError, error, refetch } = useQuery(savedListQuery(savedList));
  const matches = useFits(savedList === 'watchlist' ? (data?.map(({ movie }) => movie.id) ?? []) : []);
  const save = useSaveMovie(savedList, notSaved);
  const move = (movie: MovieCard, on: boolean) => save.mutate({ movie, on });
  if (isPending) return <GridSkeleton />;
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (data.length === 0)
    return (
      <Empty title={mine.empty[savedList]}>
        <p>{mine.hints[savedList]}</p>
      </Empty>
    );
  const entries = data.map(({ movie, addedAt, seenAt }) => ({
    movie,
    seenAt,
    added: addedAt,
    match: matches.get(movie.id)?.score,
    ...(seenAt && { watched: [seenAt] }),
  }));
  return (
    <Finder
      labels={mine.search[savedList]}
      entries={entries}
      sorts={SORTS_OF[savedList]}
      summary={mine.films(data.length)}
    >
      {({ movie, seenAt }) => (
        <Card
          key={movie.id}
          movie={movie}
          badge={<PredictedBadge stars={matches.get(movie.id)?.predictedRating} />}
        >
          {savedList !== 'not-interested' && <RateMovie movie={movie} size="small" />}
          {savedList === 'seen' && <Diary watched={{ movie, seenAt, rewatches: [] }} />}
          <button
            type="button"
            className="text-button"
            aria-label={`${mine.take[savedList]}: ${movie.title}`}
            onClick={() => {
              move(movie, false);
              say(
                mine.taken[savedList](movie.title),
                { label: app.undo, run: () => move(movie, true) },
                movie.id,
              );
            }}
          >
            {mine.take[savedList]}
          </button>
        </Card>
      )}
    </Finder>
  );
}
