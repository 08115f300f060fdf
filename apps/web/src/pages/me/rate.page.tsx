import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useBlocker, useNavigate, useSearchParams } from 'react-router';
import type { MovieCard, UserProfile } from '../../api/client';
import {
  onboardingQuery,
  profileQuery,
  useMyStars,
  useSavedList,
  useSaveMovie,
  useSaveRatings,
  useTaken,
} from '../../api/me';
import { useNameSearch } from '../../api/movies';
import { messageOf } from '../../http/problem';
import { Card } from '../../components/movie/card';
import { Dialog } from '../../components/basic/dialog';
import { Icon } from '../../components/basic/icons';
import { notSaved } from '../../components/movie/not-saved';
import { Stars } from '../../components/movie/stars';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { useKept } from '../../session/kept';
import { useDebounced } from '../../components/form/debounced';
import { useTypedWords } from '../../components/form/typed-words';
import { useTitle } from '../title';

const FIRST_LIST = 5;
const SHOWN = 30;

export function RatePage() {
  useTitle('Rate films');
  const me = useQuery(profileQuery);
  if (me.isError) return <Failed isPage error={me.error} retry={() => void me.refetch()} />;
  return me.data ? <RateMovies me={me.data} /> : <GridSkeleton />;
}

function RateMovies({ me }: { me: UserProfile }) {
  const navigate = useNavigate();
  const movies = useQuery(onboardingQuery);
  const saved = useMyStars();
  const isTaken = useTaken();
  const [stars, setStars] = useKept<Record<string, number>>(`unsaved-stars ${me.id}`, {});
  const [unseen, setUnseen] = useKept<string[]>(`unseen ${me.id}`, []);
  const [search, setSearch] = useSearchParams();
  const { words, field } = useTypedWords(search.get('q') ?? '', (next) =>
    setSearch(next ? { q: next } : {}, { replace: true, preventScrollReset: true }),
  );
  const q = useDebounced(words.trim(), 200);
  const found = useNameSearch(q, 12);
  const save = useSaveRatings();
  const count = Object.keys(stars).length;
  const [done, setDone] = useState(false);
  useEffect(() => {
    // After the render that knows of no unsaved stars any more, or leaving would be asked about.
    if (done) void navigate('/');
  }, [done, navigate]);

  const rate = (id: string, value?: number) => {
    const { [id]: _, ...others } = stars;
    setStars(value === undefined ? others : { ...others, [id]: value });
  };

  const notSeen = (movie: MovieCard) => {
    setUnseen((before) => [...before, movie.id]);
    const undo = () => setUnseen((before) => before.filter((id) => id !== movie.id));
    say(`${movie.title}: not seen.`, { label: 'Undo', run: undo }, movie.id);
  };

  const submit = async (): Promise<boolean> => {
    try {
      await save.mutateAsync(Object.entries(stars).map(([movieId, rating]) => ({ movieId, rating })));
    } catch (error) {
      say(`Your stars are not saved yet. ${messageOf(error)}`);
      return false;
    }
    setStars({});
    return true;
  };

  const card = (movie: MovieCard, place: number, mayBeUnseen: boolean) => (
    <Card key={movie.id} movie={movie} eager={place < 12}>
      <div className="rate-row">
        <Stars
          label={movie.title}
          value={stars[movie.id] ?? saved.get(movie.id)}
          onChange={(value) => rate(movie.id, value)}
        />
        {stars[movie.id] === undefined && !saved.has(movie.id) && <SeenIt movie={movie} />}
        {mayBeUnseen && stars[movie.id] === undefined && (
          <button
            type="button"
            className="text-button unseen"
            aria-label={`Haven’t seen it: ${movie.title}`}
            onClick={() => notSeen(movie)}
          >
            Haven’t seen it
          </button>
        )}
        {stars[movie.id] !== undefined && (
          <button
            type="button"
            className="text-button"
            aria-label={`Take the stars of ${movie.title} back`}
            onClick={() => rate(movie.id, undefined)}
          >
            Take back
          </button>
        )}
      </div>
    </Card>
  );

  const offered =
    movies.data?.items.filter(({ id }) => !unseen.includes(id) && !isTaken(id)).slice(0, SHOWN) ?? [];
  return (
    <div className="page rate-page">
      <header className="page-head">
        <h1>Rate films you know</h1>
        <p className="lead">Give stars to what you have seen, good or bad. Click a star again for a half.</p>
      </header>
      <form
        className="search-box wide"
        role="search"
        aria-label="Your favourites"
        onSubmit={(event) => event.preventDefault()}
      >
        <Icon name="search" />
        <input
          type="search"
          {...field}
          placeholder="Find your own favourites"
          aria-label="Find your own favourites by title"
          autoComplete="off"
        />
      </form>
      {!q && <h2 className="visually-hidden">Films</h2>}
      {q && (
        <section aria-label={`Films called ${q}`}>
          <h2 className="visually-hidden">Films called “{q}”</h2>
          {found.isError ? (
            <Failed error={found.error} retry={() => void found.refetch()} />
          ) : found.data?.items.length === 0 ? (
            <p className="muted">No film is called “{q}”.</p>
          ) : (
            <div className="grid">{found.data?.items.map((movie, place) => card(movie, place, false))}</div>
          )}
          <h2 className="section-title">Or one of these</h2>
        </section>
      )}
      {movies.isPending ? (
        <GridSkeleton count={18} />
      ) : movies.isError ? (
        <Failed error={movies.error} retry={() => void movies.refetch()} />
      ) : offered.length === 0 ? (
        <Empty title="You know them all">
          <p>Search for more of your favourites above.</p>
        </Empty>
      ) : (
        <div className="grid">{offered.map((movie, place) => card(movie, place, true))}</div>
      )}
      <SaveBar
        count={count}
        missing={FIRST_LIST - count - saved.size}
        busy={save.isPending}
        save={() => void submit().then(setDone)}
      />
      <LeaveGuard count={count} save={submit} discard={() => setStars({})} />
    </div>
  );
}

/** Seen, without stars: saved at once, and not asked about again. */
function SeenIt({ movie }: { movie: MovieCard }) {
  const seen = useSavedList('seen').has(movie.id);
  const { mutate } = useSaveMovie('seen', notSaved);
  const set = (on: boolean) => {
    mutate({ movie, on });
    say(
      on ? `${movie.title}: seen. It will not be suggested again.` : `${movie.title}: not seen.`,
      { label: 'Undo', run: () => mutate({ movie, on: !on }) },
      movie.id,
    );
  };
  return (
    <button
      type="button"
      className="text-button"
      aria-label={`Seen it: ${movie.title}`}
      aria-pressed={seen}
      onClick={() => set(!seen)}
    >
      {seen ? 'Seen' : 'Seen it'}
    </button>
  );
}

function SaveBar({
  count,
  missing,
  busy,
  save,
}: {
  count: number;
  missing: number;
  busy: boolean;
  save: () => void;
}) {
  return (
    <div className="save-bar">
      <p role="status">
        {missing > 0
          ? `${missing} more for a first list`
          : count > 0
            ? `${count} new ${count === 1 ? 'rating' : 'ratings'}`
            : 'Rate on: every star sharpens your list'}
      </p>
      <button type="button" className="button primary" disabled={count === 0 || busy} onClick={save}>
        {busy ? 'Saving…' : 'Save ratings'}
      </button>
    </div>
  );
}

/** Warns of leaving with unsaved stars: within the app by a question, out of it by the browser's own. */
function LeaveGuard({
  count,
  save,
  discard,
}: {
  count: number;
  save: () => Promise<boolean>;
  discard: () => void;
}) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      count > 0 && currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/login',
  );
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (count === 0) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [count]);
  if (blocker.state !== 'blocked') return null;
  const leaveAfter = async (what: () => Promise<boolean>) => {
    setBusy(true);
    if (await what()) blocker.proceed();
    else blocker.reset();
    setBusy(false);
  };
  return (
    <Dialog label="Unsaved stars" onClose={() => blocker.reset()}>
      <h2>Save your stars first?</h2>
      <p>
        {count === 1 ? 'One rating is' : `${count} ratings are`} not saved yet. They are kept here in this
        browser until you save or discard them.
      </p>
      <p className="row">
        <button
          type="button"
          className="button primary"
          disabled={busy}
          onClick={() => void leaveAfter(save)}
        >
          Save and go on
        </button>
        <button
          type="button"
          className="button"
          onClick={() =>
            void leaveAfter(async () => {
              discard();
              return true;
            })
          }
        >
          Discard them
        </button>
        <button type="button" className="button quiet" onClick={() => blocker.reset()}>
          Stay
        </button>
      </p>
    </Dialog>
  );
}
