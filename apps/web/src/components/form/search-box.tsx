import { useLocation, useNavigate } from 'react-router';
import { Icon } from '../basic/icons';
import { useTypedWords } from './typed-words';

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
      aria-label="All films"
      onSubmit={(event) => event.preventDefault()}
    >
      <Icon name="search" />
      <input
        type="search"
        {...field}
        placeholder="Title, or what it is about"
        aria-label="Search films"
        aria-keyshortcuts="/"
        autoComplete="off"
        enterKeyHint="search"
        maxLength={200}
      />
    </form>
  );
}
