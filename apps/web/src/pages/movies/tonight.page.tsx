import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { MovieCard } from '../../api/client';
import { useSaveMovie } from '../../api/me';
import { type Evening, type Source, SOURCES, useTonight } from '../../api/tonight';
import { Empty, Failed, GridSkeleton, Thinking } from '../../components/basic/states';
import { useDebounced } from '../../components/form/debounced';
import { useTypedWords } from '../../components/form/typed-words';
import { Card } from '../../components/movie/card';
import { notSaved } from '../../components/movie/not-saved';
import { Reason } from '../../components/movie/reason';
import { PredictedBadge } from '../../components/movie/stars-badge';
import { useTitle } from '../title';

const LENGTHS: { minutes?: number; words: string }[] = [
  { minutes: 90, words: 'An hour and a half' },
  { minutes: 120, words: 'Two hours' },
  { minutes: 150, words: 'Two and a half' },
  { words: 'All night' },
];
const SOURCE_WORDS: Record<Source, string> = { list: 'My list', watchlist: 'My watchlist', any: 'Any film' };

/** How long, in what mood, from where: three films, or another three, and one of them taken. What was asked is in the address. */
export function TonightPage() {
  useTitle('Tonight');
  const [search, setSearch] = useSearchParams();
  const evening = readEvening(search);
  const set = (key: string, value: string | undefined) => {
    const next = new URLSearchParams(search);
    if (value) next.set(key, value);
    else next.delete(key);
    setSearch(next, { replace: true, preventScrollReset: true });
  };
  const { field } = useTypedWords(evening.mood ?? '', (words) => set('mood', words || undefined));
  const settled = { ...evening, mood: useDebounced(evening.mood, 400) };
  return (
    <div className="page tonight">
      <header className="page-head">
        <h1>Tonight</h1>
        <p className="lead">Three films that fit the evening, and you.</p>
      </header>
      <form
        className="tonight-form"
        role="search"
        aria-label="This evening"
        onSubmit={(event) => event.preventDefault()}
      >
        <Choices
          legend="How long have you got?"
          name="minutes"
          value={String(evening.minutes ?? '')}
          options={LENGTHS.map(({ minutes, words }) => [String(minutes ?? ''), words])}
          onChange={(value) => set('minutes', value || undefined)}
        />
        <Choices
          legend="From where?"
          name="from"
          value={evening.from}
          options={SOURCES.map((source) => [source, SOURCE_WORDS[source]])}
          onChange={(value) => set('from', value === 'list' ? undefined : value)}
        />
        <div className="field">
          <label htmlFor="mood">What do you feel like?</label>
          <input
            id="mood"
            type="text"
            {...field}
            maxLength={200}
            autoComplete="off"
            aria-describedby="mood-hint"
            placeholder="A heist in Paris, but no war"
          />
          <p className="muted" id="mood-hint">
            A few words, also for what you do not want: “no war”, “not sad”.
          </p>
        </div>
      </form>
      <Offers key={JSON.stringify(settled)} evening={settled} />
    </div>
  );
}

function Choices({
  legend,
  name,
  value,
  options,
  onChange,
}: {
  legend: string;
  name: string;
  value: string;
  options: [value: string, words: string][];
  onChange: (value: string) => void;
}) {
  // The choice shows at once; the address, which leads at any other time, follows.
  const [draft, setDraft] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setDraft(value);
  }
  const choose = (next: string) => {
    setDraft(next);
    onChange(next);
  };
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map(([each, words]) => (
        <label key={each}>
          <input type="radio" name={name} checked={each === draft} onChange={() => choose(each)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

function Offers({ evening }: { evening: Evening }) {
  const [offered, setOffered] = useState<string[]>([]);
  const [taken, setTaken] = useState<MovieCard>();
  const films = useTonight(evening, offered);
  const watchlist = useSaveMovie('watchlist', notSaved);
  if (films.isPending) return <GridSkeleton count={3} />;
  if (films.isError && !films.data) return <Failed error={films.error} retry={() => void films.refetch()} />;
  const { items, mood, degraded } = films.data;
  const take = (movie: MovieCard) => {
    watchlist.mutate({ movie, on: true });
    setTaken(movie);
  };
  return (
    <section aria-labelledby="offers" aria-busy={films.isPlaceholderData}>
      <h2 className="section-title" id="offers">
        {offered.length > 0 ? 'Another three' : 'For this evening'}
      </h2>
      <p className="list-status" role="status">
        {films.isPlaceholderData ? (
          <Thinking>Looking for films that fit</Thinking>
        ) : taken ? (
          <>
            Tonight it is <Link to={`/movies/${taken.id}`}>{taken.title}</Link>. It is on{' '}
            <Link to="/my-films/watchlist">your watchlist</Link>; give it stars when you have seen it.
          </>
        ) : (
          mood && understood(mood)
        )}
        {degraded && (
          <span className="degraded"> Chosen without the plots for now: by time, taste and themes.</span>
        )}
      </p>
      {items.length === 0 ? (
        <Nothing evening={evening} again={offered.length > 0 ? () => setOffered([]) : undefined} />
      ) : (
        <>
          <div className="grid tonight-films">
            {items.map(({ movie, match, predictedRating, reasons }) => (
              <Card
                key={movie.id}
                movie={movie}
                eager
                badge={<PredictedBadge stars={predictedRating} match={match} />}
              >
                <p className="card-facts">{movie.runtime && `${movie.runtime} minutes`}</p>
                <ul className="reasons">
                  {reasons.map((reason) => (
                    <li key={reason.text}>
                      <Reason reason={reason} link={false} />
                    </li>
                  ))}
                </ul>
                <button
                  type="button"
                  className="button"
                  aria-pressed={taken?.id === movie.id}
                  aria-label={`${taken?.id === movie.id ? 'This one' : 'Take this one'}: ${movie.title}`}
                  onClick={() => take(movie)}
                >
                  {taken?.id === movie.id ? 'This one' : 'Take this one'}
                </button>
              </Card>
            ))}
          </div>
          <p className="row">
            <button
              type="button"
              className="button primary"
              disabled={films.isPlaceholderData}
              onClick={() => {
                setTaken(undefined);
                setOffered((before) => [...before, ...items.map(({ movie }) => movie.id)]);
              }}
            >
              Another three
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function Nothing({ evening, again }: { evening: Evening; again?: () => void }) {
  return (
    <Empty title={again ? 'Those were all that fit' : 'No film fits this evening'}>
      <p>
        {evening.from === 'watchlist'
          ? 'Your watchlist has no other film of that length. Choose from your list, or from any film.'
          : 'Take more time, or choose from any film.'}
      </p>
      {again && (
        <button type="button" className="button" onClick={again}>
          Show the first three again
        </button>
      )}
    </Empty>
  );
}

function understood({ wanted, unwanted }: { wanted: string; unwanted: string[] }): string {
  const parts = [
    wanted && `Looking for: ${wanted}`,
    unwanted.length > 0 && `Without: ${unwanted.join(', ')}`,
  ];
  const words = parts.filter(Boolean).join(' · ');
  return words && `${words}.`;
}

function readEvening(search: URLSearchParams): Evening {
  const minutes = Number(search.get('minutes') ?? NaN);
  const mood = search.get('mood')?.trim().slice(0, 200);
  const from = SOURCES.find((source) => source === search.get('from')) ?? 'list';
  return {
    ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= 1000 && { minutes }),
    ...(mood && { mood }),
    from,
  };
}
