import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Icon } from './icons';

/** The search of the header; the words are those of the address. */
export function SearchBox() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const onSearchPage = pathname === '/search';
  const q = onSearchPage ? (new URLSearchParams(search).get('q') ?? '') : '';
  const [words, setWords] = useState(q);

  const [settled, setSettled] = useState(q);
  if (q !== settled) {
    setSettled(q);
    if (words.trim() !== q) setWords(q);
  }

  const type = (value: string) => {
    setWords(value);
    const next = value.trim();
    if (next || onSearchPage)
      void navigate(next ? `/search?q=${encodeURIComponent(next)}` : '/search', {
        replace: onSearchPage,
        preventScrollReset: onSearchPage,
      });
  };

  return (
    <form className="search-box" role="search" onSubmit={(event) => event.preventDefault()}>
      <Icon name="search" />
      <input
        type="search"
        value={words}
        onChange={(event) => type(event.target.value)}
        placeholder="Title, or what it is about"
        aria-label="Search films"
        autoComplete="off"
        enterKeyHint="search"
        maxLength={200}
      />
    </form>
  );
}
