import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { MovieCard, UserProfile } from '../../api/client';
import { profileQuery, useMyStars, useSavedList, useSaveMovie, useSaveRatings } from '../../api/me';
import { useNameSearch } from '../../api/movies';
import { useOffers } from '../../api/offers';
import { messageOf } from '../../http/problem';
import { Card } from '../../components/movie/card';
import { notSaved } from '../../components/movie/not-saved';
import { RateMovie } from '../../components/movie/rate-movie';
import { Icon } from '../../components/basic/icons';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { useKept } from '../../session/kept';
import { useDebounced } from '../../components/form/debounced';
import { useTypedWords } from '../../components/form/typed-words';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { mine } from '../../words/en/mine';

const FIRST_LIST = 5;
/** So many films that were not seen are remembered in this browser; the one named first is offered again first. */
const MAX_UNSEEN = 400;

export function RatePage() {
  useTitle(app.rateFilms);
  const me = useQuery(profileQuery);
  if (me.isError) return <Failed isPage error={me.error} retry={() => void me.refetch()} />;
  return me.data ? <RateMovies me={me.data} /> : <GridSkeleton />;
}

/** Films to rate; each star is saved at once, and after a few of them the films behind tell more about this person. */
function RateMovies({ me }: { me: UserProfile }) {
  const saved = useMyStars();
  const [unseen, setUnseen] = useKept<string[]>(`unseen ${me.id}`, []);
  const seen = useSavedList('seen');
  const offers = useOffers([...seen, ...unseen]);
  const [search, setSearch] = useSearchParams();
  const { words, field } = useTypedWords(search.get('q') ?? '', (next) =>
    setSearch(next ? { q: next } : {}, { replace: true, preventScrollReset: true }),
  );
  const q = useDebounced(words.trim(), 200);
  const found = useNameSearch(q, 12);
  useStarsOfBefore(me.id);

  const notSeen = (movie: MovieCard) => {
    setUnseen((before) => [...before, movie.id].slice(-MAX_UNSEEN));
    const undo = () => setUnseen((before) => before.filter((id) => id !== movie.id));
    say(mine.notSeen(movie.title), { label: app.undo, run: undo }, movie.id);
  };

  const offerAgain = () => {
    setUnseen([]);
    offers.again();
  };

  const card = (movie: MovieCard, place: number, mayBeUnseen: boolean) => (
    <Card key={movie.id} movie={movie} eager={place < 12}>
      <div className="rate-row">
        <RateMovie movie={movie} size="small" />
        {!saved.has(movie.id) && <SeenIt movie={movie} />}
        {mayBeUnseen && !saved.has(movie.id) && (
          <button
            type="button"
            className="text-button unseen"
            aria-label={mine.haveNotSeenOf(movie.title)}
            onClick={() => notSeen(movie)}
          >
            {mine.haveNotSeen}
          </button>
        )}
      </div>
    </Card>
  );

  return (
    <div className="page rate-page">
      <header className="page-head">
        <h1>{mine.rateTitle}</h1>
        <p className="lead">{mine.rateLead}</p>
      </header>
      <form
        className="search-box wide"
        role="search"
        aria-label={mine.favourites}
        onSubmit={(event) => event.preventDefault()}
      >
        <Icon name="search" />
        <input
          type="search"
          {...field}
          placeholder={mine.findFavourites}
          aria-label={mine.favouritesByTitle}
          autoComplete="off"
        />
      </form>
      {!q && <h2 className="visually-hidden">{app.films}</h2>}
      {q && (
        <section aria-label={mine.filmsCalledPlain(q)}>
          <h2 className="visually-hidden">{mine.filmsCalled(q)}</h2>
          {found.isError ? (
            <Failed error={found.error} retry={() => void found.refetch()} />
          ) : found.data?.items.length === 0 ? (
            <p className="muted">{mine.noneCalled(q)}</p>
          ) : (
            <div className="grid">{found.data?.items.map((movie, place) => card(movie, place, false))}</div>
          )}
          <h2 className="section-title">{mine.orOneOf}</h2>
        </section>
      )}
      {offers.offered.length > 0 ? (
        <div className="grid" aria-busy={offers.isPending}>
          {offers.offered.map((movie, place) => card(movie, place, true))}
        </div>
      ) : (
        offers.isPending && <GridSkeleton count={18} />
      )}
      {offers.error ? (
        <Failed error={offers.error} retry={offers.more} />
      ) : offers.isWhole ? (
        <AllOffered unseen={unseen.length} again={offerAgain} />
      ) : (
        offers.offered.length > 0 && (
          <p className="list-end">
            <button type="button" className="button" disabled={offers.isPending} onClick={offers.more}>
              {offers.isPending ? app.loadingMore : mine.moreFilms}
            </button>
          </p>
        )
      )}
      <SaveBar rated={saved.size} />
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
      on ? mine.seen(movie.title) : mine.notSeen(movie.title),
      { label: app.undo, run: () => mutate({ movie, on: !on }) },
      movie.id,
    );
  };
  return (
    <button
      type="button"
      className="text-button"
      aria-label={mine.seenItOf(movie.title)}
      aria-pressed={seen}
      onClick={() => set(!seen)}
    >
      {seen ? mine.isSeen : mine.seenIt}
    </button>
  );
}

function AllOffered({ unseen, again }: { unseen: number; again: () => void }) {
  return (
    <Empty title={mine.allOffered}>
      <p>{mine.searchAbove}</p>
      {unseen > 0 && (
        <button type="button" className="button" onClick={again}>
          {mine.offerAgain}
        </button>
      )}
    </Empty>
  );
}

function SaveBar({ rated }: { rated: number }) {
  const missing = FIRST_LIST - rated;
  return (
    <div className="save-bar">
      <p role="status">{missing > 0 ? mine.moreForList(missing) : mine.rated(rated)}</p>
      {rated > 0 && (
        <Link to="/" className="button primary">
          {mine.seeList}
        </Link>
      )}
    </div>
  );
}

/** Versions up to 0.7 kept stars in this browser until they were saved by button: what is left there is saved now. */
function useStarsOfBefore(account: string): void {
  const [stars, setStars] = useKept<Record<string, number>>(`unsaved-stars ${account}`, {});
  const { mutate } = useSaveRatings();
  const begun = useRef(false);
  const ratings = Object.entries(stars).map(([movieId, rating]) => ({ movieId, rating }));
  useEffect(() => {
    if (begun.current || ratings.length === 0) return;
    begun.current = true;
    mutate(ratings, {
      onSuccess: () => setStars({}),
      onError: (error) => say(mine.starsOfBefore(messageOf(error))),
    });
  });
}
