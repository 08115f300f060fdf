import { useState } from 'react';
import { Link } from 'react-router';
import type { MovieCard } from '../../api/client';
import { useSaveMovie } from '../../api/me';
import { type Evening, SOURCES, useTonight } from '../../api/tonight';
import { Empty, Failed, GridSkeleton, Thinking } from '../../components/basic/states';
import { useChosen } from '../../components/form/chosen';
import { useDebounced } from '../../components/form/debounced';
import { useTypedWords } from '../../components/form/typed-words';
import { Card } from '../../components/movie/card';
import { notSaved } from '../../components/movie/not-saved';
import { SeriesLine } from '../../components/movie/movie-details-line';
import { Reason } from '../../components/movie/reason';
import { PredictedBadge } from '../../components/movie/stars-badge';
import { useTitle } from '../title';
import { finding } from '../../words/en/finding';
import { minutes } from '../../words/dates';
import { Rich } from '../../words/rich';

/** In minutes, as the address has them; at last all the time there is. */
const LENGTHS = ['90', '120', '150', ''];

/** How long, in what mood, from where: three films, or another three, and one of them taken. What was asked is in the address. */
export function TonightPage() {
  useTitle(finding.tonight);
  const [search, choose] = useChosen();
  const evening = readEvening(search);
  const set = (key: string, value: string | undefined) => {
    const next = new URLSearchParams(search);
    if (value) next.set(key, value);
    else next.delete(key);
    choose(next);
  };
  const { field } = useTypedWords(evening.mood ?? '', (words) => set('mood', words || undefined));
  const settled = { ...evening, mood: useDebounced(evening.mood, 400) };
  return (
    <div className="page tonight">
      <header className="page-head">
        <h1>{finding.tonight}</h1>
        <p className="lead">{finding.tonightLead}</p>
      </header>
      <form
        className="tonight-form"
        role="search"
        aria-label={finding.evening}
        onSubmit={(event) => event.preventDefault()}
      >
        <Choices
          legend={finding.howLong}
          name="minutes"
          value={String(evening.minutes ?? '')}
          options={LENGTHS.map((minutes, at) => [minutes, finding.lengths[at]])}
          onChange={(value) => set('minutes', value || undefined)}
        />
        <Choices
          legend={finding.howKnown}
          name="known"
          value={String(evening.known ?? '')}
          options={[
            ['', finding.fame.any],
            ['-1', finding.fame.few],
            ['1', finding.fame.all],
          ]}
          onChange={(value) => set('known', value || undefined)}
        />
        <Choices
          legend={finding.fromWhere}
          name="from"
          value={evening.from}
          options={SOURCES.map((source) => [source, finding.sources[source]])}
          onChange={(value) => set('from', value === 'list' ? undefined : value)}
        />
        <div className="field">
          <label htmlFor="mood">{finding.mood}</label>
          <input
            id="mood"
            type="text"
            {...field}
            maxLength={200}
            autoComplete="off"
            aria-describedby="mood-hint"
            placeholder={finding.moodExample}
          />
          <p className="muted" id="mood-hint">
            {finding.moodHint}
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
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map(([each, words]) => (
        <label key={each}>
          <input type="radio" name={name} checked={each === value} onChange={() => onChange(each)} />
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
        {offered.length > 0 ? finding.another : finding.forThisEvening}
      </h2>
      <p className="list-status" role="status">
        {films.isPlaceholderData ? (
          <Thinking>{finding.looking}</Thinking>
        ) : taken ? (
          <Rich
            text={finding.takenIs(taken.title)}
            parts={{
              film: (link) => <Link to={`/movies/${taken.id}`}>{link}</Link>,
              watchlist: (link) => <Link to="/my-films/watchlist">{link}</Link>,
            }}
          />
        ) : (
          mood && understood(mood)
        )}
        {degraded && <span className="degraded"> {finding.withoutPlots}</span>}
      </p>
      {items.length === 0 ? (
        <Nothing evening={evening} again={offered.length > 0 ? () => setOffered([]) : undefined} />
      ) : (
        <>
          <div className="grid tonight-films">
            {items.map(({ movie, match, predictedRating, series, reasons }) => (
              <Card
                key={movie.id}
                movie={movie}
                eager
                badge={<PredictedBadge stars={predictedRating} match={match} />}
              >
                <p className="card-facts">{movie.runtime && minutes(movie.runtime)}</p>
                <SeriesLine series={series} className="card-facts" />
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
                  aria-label={
                    taken?.id === movie.id ? finding.thisOneOf(movie.title) : finding.takeThisOf(movie.title)
                  }
                  onClick={() => take(movie)}
                >
                  {taken?.id === movie.id ? finding.thisOne : finding.takeThis}
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
              {finding.another}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function Nothing({ evening, again }: { evening: Evening; again?: () => void }) {
  return (
    <Empty title={again ? finding.allThatFit : finding.noneFits}>
      <p>{evening.from === 'watchlist' ? finding.noneOnWatchlist : finding.takeMoreTime}</p>
      {again && (
        <button type="button" className="button" onClick={again}>
          {finding.showFirst}
        </button>
      )}
    </Empty>
  );
}

function understood({ wanted, unwanted }: { wanted: string; unwanted: string[] }): string {
  const parts = [
    wanted && finding.lookingFor(wanted),
    unwanted.length > 0 && finding.without(unwanted.join(', ')),
  ];
  const words = parts.filter(Boolean).join(' · ');
  return words && `${words}.`;
}

function readEvening(search: URLSearchParams): Evening {
  const minutes = Number(search.get('minutes') ?? NaN);
  const mood = search.get('mood')?.trim().slice(0, 200);
  const known = ([-1, 1] as const).find((fame) => String(fame) === search.get('known'));
  const from = SOURCES.find((source) => source === search.get('from')) ?? 'list';
  return {
    ...(Number.isInteger(minutes) && minutes >= 1 && minutes <= 1000 && { minutes }),
    ...(mood && { mood }),
    ...(known && { known }),
    from,
  };
}
