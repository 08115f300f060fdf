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

interface Words {
  title: string;
  /** As in "Search my watchlist". */
  of: string;
  empty: string;
  hint: string;
  take: string;
  taken: string;
  sorts: Sort[];
}

const SORTS: Sort[] = ['newest', 'oldest', 'title', 'year', 'shortest', 'longest'];
const WORDS: Record<SavedList, Words> = {
  watchlist: {
    title: 'Watchlist',
    of: 'my watchlist',
    empty: 'Nothing on your watchlist',
    hint: 'Open a film and choose “Watch later”.',
    take: 'Take off',
    taken: 'is off the list.',
    sorts: ['newest', 'match', ...SORTS.slice(1)],
  },
  seen: {
    title: 'Seen',
    of: 'what I have seen',
    empty: 'Nothing seen without stars',
    hint: 'Open a film and choose “Seen it”: it is never suggested again, and you need no opinion. Stars move it to your ratings.',
    take: 'Not seen',
    taken: 'counts as not seen, and may be suggested.',
    sorts: ['newest', 'oldest', 'watched', ...SORTS.slice(2)],
  },
  'not-interested': {
    title: 'Not interested',
    of: 'what I turned down',
    empty: 'You have turned nothing down',
    hint: 'Films you are not interested in are never suggested; here you can change your mind.',
    take: 'Suggest it again',
    taken: 'is off the list.',
    sorts: SORTS,
  },
};

export function SavedListPage() {
  const { shelf } = useParams();
  const savedList = (Object.keys(WORDS) as SavedList[]).find((list) => list === shelf);
  return savedList ? <SavedListOf key={savedList} savedList={savedList} /> : <NotFoundPage />;
}

function SavedListOf({ savedList }: { savedList: SavedList }) {
  const words = WORDS[savedList];
  useTitle(words.title);
  const { data, isPending, isError, error, refetch } = useQuery(savedListQuery(savedList));
  const matches = useFits(savedList === 'watchlist' ? (data?.map(({ movie }) => movie.id) ?? []) : []);
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
  const entries = data.map(({ movie, addedAt, seenAt }) => ({
    movie,
    seenAt,
    added: addedAt,
    match: matches.get(movie.id)?.score,
    ...(seenAt && { watched: [seenAt] }),
  }));
  return (
    <Finder
      of={words.of}
      entries={entries}
      sorts={words.sorts}
      summary={`${data.length.toLocaleString('en')} ${data.length === 1 ? 'film' : 'films'}`}
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
            aria-label={`${words.take}: ${movie.title}`}
            onClick={() => {
              move(movie, false);
              say(`${movie.title} ${words.taken}`, { label: 'Undo', run: () => move(movie, true) }, movie.id);
            }}
          >
            {words.take}
          </button>
        </Card>
      )}
    </Finder>
  );
}
