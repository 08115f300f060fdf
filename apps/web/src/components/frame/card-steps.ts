const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
export type Arrow = (typeof ARROWS)[number];

export const isArrow = (key: string): key is Arrow => (ARROWS as readonly string[]).includes(key);

/**
 * The card that an arrow leads to: the one beside it in its grid or row, or the nearest of the line above or below.
 * Who is at no card yet comes to the first in view by an arrow to the side; up and down scroll the page.
 */
export function cardFrom(at: Element | null, arrow: Arrow): Element | undefined {
  const card = at?.closest('main [data-film]');
  if (!card) {
    const isAtNothing = at === document.body || at?.matches('main');
    return isAtNothing && !isUpOrDown(arrow) ? cards().find(isInView) : undefined;
  }
  return isUpOrDown(arrow) ? inNextLine(card, arrow === 'ArrowDown') : beside(card, arrow);
}

const isUpOrDown = (arrow: Arrow) => arrow === 'ArrowUp' || arrow === 'ArrowDown';
const cards = () => [...document.querySelectorAll('main [data-film]')];
const isInView = (card: Element) => card.getBoundingClientRect().top >= 0;

function beside(card: Element, arrow: Arrow): Element | undefined {
  const forward = getComputedStyle(card).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const row = cards().filter((other) => rowOf(other) === rowOf(card));
  return row[row.indexOf(card) + (arrow === forward ? 1 : -1)];
}

/** A grid's cards stand in it, those of a row in items of a list. */
const rowOf = (card: Element) => card.closest('ul, .grid');

function inNextLine(card: Element, isDown: boolean): Element | undefined {
  const from = card.getBoundingClientRect();
  const lines = cards()
    .map((other) => ({ other, at: other.getBoundingClientRect() }))
    .filter(({ at }) => (isDown ? at.top >= from.bottom : at.bottom <= from.top));
  const tops = lines.map(({ at }) => at.top);
  const line = isDown ? Math.min(...tops) : Math.max(...tops);
  const asFar = ({ at }: { at: DOMRect }) => Math.abs(at.left - from.left);
  return lines.filter(({ at }) => at.top === line).sort((a, b) => asFar(a) - asFar(b))[0]?.other;
}
