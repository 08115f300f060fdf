import { type ReactNode, useLayoutEffect, useRef } from 'react';

const MOVE_MS = 550;
const EASING = 'cubic-bezier(.2, .7, .2, 1)';

/**
 * A grid whose movies glide to their new places when the list changes, and whose newcomers fade in.
 * Does nothing for those who asked their system for less motion, nor while more of the same list is appended.
 *
 * @param version  changes when the list does
 */
export function MovingGrid({ version, children }: { version: string; children: ReactNode }) {
  const grid = useRef<HTMLDivElement>(null);
  const last = useRef<{ version: string; places: Map<string, DOMRect> }>(undefined);

  useLayoutEffect(() => {
    const movies = [...(grid.current?.querySelectorAll<HTMLElement>(':scope > [data-film]') ?? [])];
    // Where all of them begin, asked once: each answer is a layout of the page.
    const parent = movies[0]?.offsetParent?.getBoundingClientRect().top ?? 0;
    const top = parent + window.scrollY;
    const places = new Map(movies.map((movie) => [movie.dataset.film ?? '', placeOf(movie, top)]));
    const before = last.current;
    last.current = { version, places };
    if (!before || before.version === version || matchMedia('(prefers-reduced-motion: reduce)').matches)
      return;
    for (const movie of movies) {
      const to = places.get(movie.dataset.film ?? '');
      const from = before.places.get(movie.dataset.film ?? '');
      if (!to || to.top > window.scrollY + 2 * window.innerHeight) continue;
      if (!from)
        movie.animate(
          [
            { opacity: 0, transform: 'scale(.94)' },
            { opacity: 1, transform: 'none' },
          ],
          {
            duration: MOVE_MS,
            easing: EASING,
          },
        );
      else if (from.top !== to.top || from.left !== to.left)
        movie.animate(
          [
            { transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` },
            { transform: 'none' },
          ],
          { duration: MOVE_MS, easing: EASING },
        );
    }
  });

  return (
    <div className="grid" ref={grid}>
      {children}
    </div>
  );
}

/** Where it lies on the page, however far that is scrolled. */
function placeOf(element: HTMLElement, top: number): DOMRect {
  const { left, width, height } = element.getBoundingClientRect();
  return new DOMRect(left, element.offsetTop + top, width, height);
}
