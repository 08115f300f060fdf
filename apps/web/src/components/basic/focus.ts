/** Something that can have the focus. */
const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex="0"], summary';
/** Nobody is led out of these; main itself takes the focus when nothing in it can. */
const BOUNDARY = 'main, dialog, [data-aside]';

/** Where to go from an element when it leaves the page. */
interface Way {
  element: Element;
  /** What stood around it: from the element upwards, the parent and the neighbours, those after it first. */
  levels: { parent: Element; neighbours: Element[] }[];
  /** Where the focus was before it went aside. */
  before?: Way;
}

function wayFrom(element: Element, before?: Way): Way {
  const levels: Way['levels'] = [];
  for (let at = element; at.parentElement && !at.matches(BOUNDARY); at = at.parentElement) {
    const siblings = [...at.parentElement.children];
    const place = siblings.indexOf(at);
    const neighbours = [...siblings.slice(place + 1), ...siblings.slice(0, place).reverse()];
    levels.push({ parent: at.parentElement, neighbours });
  }
  return { element, levels, before };
}

/** The element itself while it is on the page, else the nearest that is of use in its stead: of its own kind rather. */
function destination({ element, levels, before }: Way): HTMLElement | null {
  if (element.isConnected) return element as HTMLElement;
  const [kind] = element.classList;
  for (const { parent, neighbours } of levels) {
    if (!parent.isConnected) continue;
    for (const neighbour of neighbours) {
      if (!neighbour.isConnected) continue;
      const found =
        (kind && focusable(neighbour, `.${CSS.escape(kind)}:is(${FOCUSABLE})`)) ||
        focusable(neighbour, FOCUSABLE);
      if (found) return found;
    }
  }
  return before ? destination(before) : document.querySelector('main');
}

function focusable(within: Element, selector: string): HTMLElement | null {
  return within.matches(selector) ? (within as HTMLElement) : within.querySelector(selector);
}

function follow(way: Way): void {
  destination(way)?.focus({ preventScroll: true });
}

/** @returns what brings the focus back to where it is now, or near to it when that is gone by then */
export function rememberFocus(): () => void {
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body)
    return () => document.querySelector('main')?.focus({ preventScroll: true });
  const way = wayFrom(activeElement);
  return () => follow(way);
}

/** Keeps the focus from being lost with an element that leaves the page, as a card does that was rated. */
export function keepFocus(): void {
  let last: Way | undefined;
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    const isAside = target.closest('[data-aside]') !== null;
    last = wayFrom(target, isAside ? (last?.before ?? last) : undefined);
  });
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget) return;
    // Somebody clicked beside it; an element that is taken away is gone by then.
    queueMicrotask(() => {
      if ((target as Element).isConnected) last = undefined;
    });
  });
  new MutationObserver(() => {
    if (!last || last.element.isConnected) return;
    const way = last;
    last = undefined;
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) follow(way);
  }).observe(document.body, { childList: true, subtree: true });
}
