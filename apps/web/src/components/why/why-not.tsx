import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { MovieCard } from '../../api/client';
import { movieQuery, useNameSearch } from '../../api/movies';
import { Failed } from '../basic/states';
import { Icon } from '../basic/icons';
import { useChosen } from '../form/chosen';
import { useDebounced } from '../form/debounced';
import { useTypedWords } from '../form/typed-words';
import { factsOf } from '../movie/card';
import { ForAndAgainst } from './for-and-against';
import { movie as words } from '../../words/en/movie';

const FOUND = 6;

/** Type any film, and learn what speaks for and against it. The film that is looked at is in the address. */
export function WhyNot() {
  const [search, setSearch] = useChosen();
  const { words: typed, field } = useTypedWords('', () => undefined);
  const q = useDebounced(typed.trim(), 180);
  const found = useNameSearch(q, FOUND);
  const asked = search.get('whyNot') ?? '';
  const choose = (id: string) => {
    const next = new URLSearchParams(search);
    next.set('whyNot', id);
    setSearch(next);
  };
  return (
    <section aria-labelledby="why-not" className="why-not">
      <h2 className="section-title" id="why-not">
        {words.whyNot}
      </h2>
      <form
        className="search-box wide"
        role="search"
        aria-label={words.toWeigh}
        onSubmit={(event) => event.preventDefault()}
      >
        <Icon name="search" />
        <input
          type="search"
          {...field}
          placeholder={words.whyNotOnList}
          aria-label={words.anyToWeigh}
          autoComplete="off"
          maxLength={200}
        />
      </form>
      {q &&
        (found.isError ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : found.data?.items.length === 0 ? (
          <p className="muted">{words.noneCalled(q)}</p>
        ) : (
          <ul className="why-choices">
            {found.data?.items.map((movie) => (
              <li key={movie.id}>
                <button
                  type="button"
                  className="chip"
                  aria-pressed={movie.id === asked}
                  onClick={() => choose(movie.id)}
                >
                  {titled(movie)}
                </button>
              </li>
            ))}
          </ul>
        ))}
      {asked && <Asked id={asked} />}
    </section>
  );
}

function Asked({ id }: { id: string }) {
  const { data: movie, isError } = useQuery(movieQuery(id));
  if (isError) return <p className="muted">{words.notHere}</p>;
  if (!movie) return null;
  return (
    <section aria-label={words.howOneFits(movie.title)}>
      <p>
        <Link to={`/movies/${id}`}>{movie.title}</Link> <span className="muted">{factsOf(movie)}</span>
      </p>
      <ForAndAgainst movieId={id} />
    </section>
  );
}

const titled = ({ title, year }: MovieCard) => (year === undefined ? title : `${title} (${year})`);
