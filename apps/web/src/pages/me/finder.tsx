import { type ReactNode, useState } from 'react';
import { useChosen } from '../../components/form/chosen';
import { useTypedWords } from '../../components/form/typed-words';
import { choices, type Entry, found, type Length, LENGTHS, type Sort, type Wanted } from './film-finder';
import { app } from '../../words/en/app';
import { genreName } from '../../words/en/film';
import { mine } from '../../words/en/mine';

const STEP = 60;

interface FinderProps<E extends Entry> {
  /** What the search is called, and its field. */
  labels: readonly string[];
  entries: readonly E[];
  /** The first is how it comes. */
  sorts: readonly Sort[];
  /** Said of the whole list. */
  summary?: string;
  /** One film of it. */
  children: (entry: E) => ReactNode;
}

/** One of my lists with what finds and sorts its films; how it is wanted stands in the address. */
export function Finder<E extends Entry>({ labels, entries, sorts, summary, children }: FinderProps<E>) {
  const [search, choose] = useChosen();
  const [shown, setShown] = useState(STEP);
  const wanted = wantedOf(search);
  const sort = sorts.find((one) => one === search.get('sort')) ?? sorts[0];
  const set = (name: string, value: string) => {
    setShown(STEP);
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    choose(next);
  };
  const { field } = useTypedWords(search.get('q') ?? '', (words) => set('q', words));
  const films = found(entries, wanted, sort);
  const { genres, decades } = choices(entries);
  const isNarrowed = Object.values(wanted).some((value) => value !== undefined);
  return (
    <>
      <div className="finder" role="search" aria-label={labels[0]}>
        <input
          type="search"
          {...field}
          placeholder={mine.byTitle}
          aria-label={labels[1]}
          autoComplete="off"
        />
        <Choice label={mine.sort} name="sort" value={sort} set={set}>
          {sorts.map((key) => (
            <option key={key} value={key}>
              {mine.sorts[key]}
            </option>
          ))}
        </Choice>
        <Choice label={mine.genre} name="genre" value={wanted.genre} set={set} any={mine.anyGenre}>
          {genres.map((genre) => (
            <option key={genre} value={genre}>
              {genreName(genre)}
            </option>
          ))}
        </Choice>
        <Choice label={mine.decade} name="decade" value={wanted.decade} set={set} any={mine.anyYear}>
          {decades.map((decade) => (
            <option key={decade} value={decade}>
              {mine.decadeOf(String(decade))}
            </option>
          ))}
        </Choice>
        <Choice label={mine.length} name="length" value={wanted.length} set={set} any={mine.anyLength}>
          {(Object.keys(LENGTHS) as Length[]).map((key) => (
            <option key={key} value={key}>
              {mine.lengths[key]}
            </option>
          ))}
        </Choice>
        {sorts.includes('best') && (
          <Choice label={mine.stars} name="stars" value={wanted.stars} set={set} any={mine.anyStars}>
            {[5, 4.5, 4, 3, 2].map((stars) => (
              <option key={stars} value={stars}>
                {stars === 5 ? mine.allStars : mine.starsOrMore(stars)}
              </option>
            ))}
          </Choice>
        )}
      </div>
      <p className="muted" role="status">
        {isNarrowed ? mine.someOf(films.length, entries.length) : summary}
      </p>
      <h2 className="visually-hidden">{app.films}</h2>
      {films.length === 0 ? (
        <p className="row">
          {mine.noneLikeThat}
          <button type="button" className="text-button" onClick={() => choose(new URLSearchParams({ sort }))}>
            {mine.showAll}
          </button>
        </p>
      ) : (
        <div className="grid">{films.slice(0, shown).map(children)}</div>
      )}
      {films.length > shown && (
        <p className="list-end">
          <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
            {mine.showMore}
          </button>
        </p>
      )}
    </>
  );
}

interface ChoiceProps {
  label: string;
  name: string;
  value?: string | number;
  set: (name: string, value: string) => void;
  /** What it says when nothing is chosen, where that may be. */
  any?: string;
  children: ReactNode;
}

function Choice({ label, name, value, set, any, children }: ChoiceProps) {
  return (
    <label className="inline-field">
      {label}
      <select value={value ?? ''} onChange={(event) => set(name, event.target.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {children}
      </select>
    </label>
  );
}

/** What the address asks for; what makes no sense is not asked for. */
function wantedOf(search: URLSearchParams): Wanted {
  const number = (name: string) => Number(search.get(name)) || undefined;
  const length = search.get('length') ?? '';
  return {
    q: search.get('q') || undefined,
    genre: search.get('genre') || undefined,
    decade: number('decade'),
    length: length in LENGTHS ? (length as Length) : undefined,
    stars: number('stars'),
  };
}
