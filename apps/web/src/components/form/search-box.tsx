import { useLocation, useNavigate } from 'react-router';
import { Icon } from '../basic/icons';
import { useTypedWords } from './typed-words';
import { app } from '../../words/en/app';

/** The search of the header; the words are those of the address. */
export function SearchBox() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const onSearchPage = pathname === '/search';
  const q = onSearchPage ? (new URLSearchParams(search).get('q') ?? '') : '';
  const { field } = useTypedWords(q, (next) => {
    if (next || onSearchPage)
      void navigate(next ? `/search?q=${encodeURIComponent(next)}` : '/search', {
        replace: onSearchPage,
        preventScrollReset: onSearchPage,
      });
  });

  return (
    <form
      className="search-box"
      role="search"
      aria-label={app.allFilms}
      onSubmit={(event) => event.preventDefault()}
    >
      <Icon name="search" />
      <input
        type="search"
        {...field}
        placeholder={app.searchHint}
        aria-label={app.searchFilms}
        aria-keyshortcuts="/"
        autoComplete="off"
        enterKeyHint="search"
        maxLength={200}
      />
    </form>
  );
}
