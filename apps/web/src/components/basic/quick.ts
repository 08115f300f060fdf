import { type FocusEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

const HOLD_MS = 500;
/** A finger that goes further scrolls. */
const HOLD_PX = 10;

interface Hold {
  timer: number;
  x: number;
  y: number;
}

/**
 * When a card shows its actions: `over` the poster while the mouse or the keyboard is at it, `beside` the page after a
 * finger rested on it. A card that nobody is at has none of them.
 */
export function useQuickActions(enabled: boolean) {
  const [shown, setShown] = useState<'over' | 'beside'>();
  const held = useRef<Hold>(undefined);
  const wasHeld = useRef(false);

  const release = () => {
    window.clearTimeout(held.current?.timer);
    held.current = undefined;
  };
  const showBeside = () => {
    release();
    wasHeld.current = true;
    setShown('beside');
  };
  useEffect(() => () => window.clearTimeout(held.current?.timer), []);

  /** The finger that was held goes up over what has opened meanwhile, which is no click there. */
  const finger = {
    onPointerDown: () => {
      wasHeld.current = false;
    },
    onClickCapture: (event: MouseEvent) => {
      // The second click of two may hit the movie that has taken the place of the first; of stars it means a half.
      const isSecond = event.detail > 1 && !(event.target as Element).closest('.stars');
      if (!wasHeld.current && !isSecond) return;
      wasHeld.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
    // The browser's own menu for a link that is held.
    onContextMenu: (event: MouseEvent) => {
      if (!held.current && !wasHeld.current) return;
      event.preventDefault();
      showBeside();
    },
  };
  const handlers = {
    ...finger,
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && setShown('over'),
    onPointerLeave: ({ currentTarget }: PointerEvent) => {
      if (!currentTarget.querySelector(':focus-visible')) setShown(undefined);
    },
    onFocus: ({ target }: FocusEvent) => target.matches(':focus-visible') && setShown('over'),
    onBlur: ({ currentTarget }: FocusEvent) => {
      // Once the focus has arrived somewhere, or at nothing: it must not be seen to go with what it was on.
      window.setTimeout(() => {
        if (!currentTarget.contains(document.activeElement) && !currentTarget.matches(':hover'))
          setShown(undefined);
      });
    },
    // Who came by mouse and goes on by keyboard.
    onKeyDown: () => setShown('over'),
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEvent) => {
      release();
      finger.onPointerDown();
      if (pointerType === 'touch')
        held.current = { timer: window.setTimeout(showBeside, HOLD_MS), x: clientX, y: clientY };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = held.current ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > HOLD_PX) release();
    },
    onPointerUp: release,
    onPointerCancel: release,
    // What opens over the list has actions of its own.
    onClick: ({ target }: MouseEvent) => (target as Element).closest('a') && setShown(undefined),
  };
  return {
    shown: enabled ? shown : undefined,
    hide: () => setShown(undefined),
    // What happens in the dialog is not meant for the card that it belongs to.
    handlers: !enabled ? {} : shown === 'beside' ? finger : handlers,
  };
}
