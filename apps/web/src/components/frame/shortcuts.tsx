import { lazy, Suspense, useEffect } from 'react';
import { useNavigate } from 'react-router';
import { openShortcuts, shortcuts } from '../basic/shortcuts';
import { useStore } from '../../session/store';
import { cardFrom, isArrow } from './card-steps';

const Sheet = lazy(async () => ({ default: (await import('./shortcuts-sheet')).ShortcutsSheet }));

/** Single keys, for whoever has not switched them off and is not typing. */
export function Shortcuts() {
  const { areOn, isSheetOpen } = useStore(shortcuts);
  const navigate = useNavigate();
  useEffect(() => {
    if (!areOn) return;
    const press = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
      if (isPlain && !isTyping() && carriedOut(event.key, () => void navigate('/search')))
        event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [areOn, navigate]);
  return isSheetOpen ? (
    <Suspense>
      <Sheet />
    </Suspense>
  ) : null;
}

const isTyping = () =>
  document.activeElement?.matches('select, textarea, [contenteditable], input:not([type=checkbox])');

/** @returns whether the key means something here */
function carriedOut(key: string, toSearch: () => void): boolean {
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (!dialog) {
    if (key === '?') openShortcuts();
    else if (key === '/') search(toSearch);
    else if (isArrow(key)) return stepTo(cardFrom(document.activeElement, key));
    if (key === '?' || key === '/') return true;
  }
  const movie =
    dialog ?? document.activeElement?.closest('[data-film]') ?? document.querySelector('article.movie');
  const control = movie?.querySelector<HTMLElement>(
    /^[1-5]$/.test(key) ? `[data-star="${key}"]` : `[aria-keyshortcuts="${CSS.escape(key.toLowerCase())}"]`,
  );
  control?.click();
  return control != null;
}

function search(elsewhere: () => void): void {
  const fields = document.querySelectorAll<HTMLInputElement>('.search-box input');
  const field = [...fields].find((each) => each.checkVisibility());
  if (field) field.focus();
  else elsewhere();
}

function stepTo(card: Element | undefined): boolean {
  if (!card) return false;
  card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  card.querySelector<HTMLElement>('.card-link')?.focus({ preventScroll: true });
  return true;
}
