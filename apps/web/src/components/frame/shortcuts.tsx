import { lazy, Suspense, useEffect } from 'react';
import { useNavigate } from 'react-router';
import { openShortcuts, shortcuts } from '../basic/shortcuts';
import { useStore } from '../../session/store';
import { type Arrow, cardFrom, isArrow } from './card-steps';

const Sheet = lazy(async () => ({ default: (await import('./shortcuts-sheet')).ShortcutsSheet }));

/** Keys for whoever is not typing: arrows, and single letters and signs unless they are switched off. */
export function Shortcuts() {
  const { areOn, isSheetOpen } = useStore(shortcuts);
  const navigate = useNavigate();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
      if (!isPlain || isTyping()) return;
      const isDone = isArrow(event.key)
        ? step(event.key)
        : areOn && act(event.key, () => void navigate('/search'));
      if (isDone) event.preventDefault();
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
function act(key: string, toSearch: () => void): boolean {
  const dialog = uppermostDialog();
  if (!dialog && key === '?') openShortcuts();
  if (!dialog && key === '/') search(toSearch);
  if (key === '?' || key === '/') return !dialog;
  const movie =
    dialog ?? document.activeElement?.closest('[data-film]') ?? document.querySelector('article.movie');
  const control = movie?.querySelector<HTMLElement>(
    /^[1-5]$/.test(key) ? `[data-star="${key}"]` : `[aria-keyshortcuts="${CSS.escape(key.toLowerCase())}"]`,
  );
  control?.click();
  return control != null;
}

const uppermostDialog = () => [...document.querySelectorAll('dialog[open]')].at(-1);

function search(elsewhere: () => void): void {
  const fields = document.querySelectorAll<HTMLInputElement>('.search-box input');
  const field = [...fields].find((each) => each.checkVisibility());
  if (field) field.focus();
  else elsewhere();
}

function step(arrow: Arrow): boolean {
  const card = uppermostDialog() ? undefined : cardFrom(document.activeElement, arrow);
  if (!card) return false;
  card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  card.querySelector<HTMLElement>('.card-link')?.focus({ preventScroll: true });
  return true;
}
