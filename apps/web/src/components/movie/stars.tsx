import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { film } from '../../words/en/film';
import { tenth } from '../../words/format';
import { isRightToLeft } from '../../words/language';

const COUNT = [1, 2, 3, 4, 5];
const STAR = 'm12 2.8 2.8 5.9 6.5.8-4.8 4.5 1.3 6.4L12 17.2l-5.8 3.2 1.3-6.4L2.7 9.5l6.5-.8z';

interface StarsProps {
  /** What is rated, for those who cannot see it. */
  label: string;
  value?: number;
  /** `key`: more may follow at once, as when an arrow is held down. */
  onChange: (value: number | undefined, by: 'pointer' | 'key') => void;
  size?: 'small' | 'large';
  disabled?: boolean;
}

export const starsInWords = (value?: number) => (value === undefined ? film.notRated : film.stars(value));

/**
 * A rating of 1 to 5 stars in halves. A click gives whole stars, a second click on the same star half of one less;
 * with the keyboard: arrows by halves, 1–5, Delete to clear.
 */
export function Stars({ label, value, onChange, size = 'small', disabled = false }: StarsProps) {
  const [preview, setPreview] = useState<number>();
  const shown = preview ?? value ?? 0;

  const click = (star: number) => {
    setPreview(undefined);
    onChange(value === star && star > 1 ? star - 0.5 : star, 'pointer');
  };

  const key = (event: KeyboardEvent) => {
    const next = afterKey(event.key, value);
    if (next === 'ignore' || disabled) return;
    event.preventDefault();
    onChange(next, 'key');
  };

  const hover = (star: number) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') setPreview(star);
  };

  return (
    <div
      className="stars"
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={film.yourRating(label)}
      aria-valuemin={0}
      aria-valuemax={5}
      aria-valuenow={value ?? 0}
      aria-valuetext={starsInWords(value)}
      aria-disabled={disabled || undefined}
      aria-keyshortcuts="1 2 3 4 5"
      data-size={size}
      data-rated={value !== undefined || undefined}
      onKeyDown={key}
      onPointerLeave={() => setPreview(undefined)}
    >
      {COUNT.map((star) => (
        <span
          key={star}
          className="star-hit"
          data-star={star}
          onPointerEnter={hover(star)}
          onClick={() => !disabled && click(star)}
        >
          <StarShape fill={Math.min(1, Math.max(0, shown - star + 1))} />
        </span>
      ))}
    </div>
  );
}

function afterKey(key: string, value?: number): number | undefined | 'ignore' {
  const clamp = (stars: number) => Math.min(5, Math.max(1, stars));
  const [more, less] = isRightToLeft() ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (key === more || key === 'ArrowUp') return value === undefined ? 3 : clamp(value + 0.5);
  if (key === less || key === 'ArrowDown') return value === undefined ? 3 : clamp(value - 0.5);
  if (key === 'Home') return 1;
  if (key === 'End') return 5;
  if (key === 'Delete' || key === 'Backspace' || key === '0') return undefined;
  return /^[1-5]$/.test(key) ? Number(key) : 'ignore';
}

/** @param fill 0, 0.5 or 1, or anything between for a mean */
function StarShape({ fill }: { fill: number }) {
  return (
    <svg className="star" viewBox="0 0 24 24" aria-hidden="true">
      <path className="star-empty" d={STAR} />
      {fill > 0 && (
        <svg x="0" y="0" width={24 * fill} height="24" viewBox={`0 0 ${24 * fill} 24`}>
          <path className="star-full" d={STAR} />
        </svg>
      )}
    </svg>
  );
}

/** Stars to read, not to set. */
export function StarsShown({ value }: { value: number }) {
  return (
    <span className="stars-shown" role="img" aria-label={film.ofFive(tenth(value))}>
      {COUNT.map((star) => (
        <StarShape key={star} fill={Math.min(1, Math.max(0, value - star + 1))} />
      ))}
    </span>
  );
}
