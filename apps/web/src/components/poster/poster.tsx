import { useEffect, useState } from 'react';
import type { MovieCard } from '../../api/client';
import { backdropOf } from './pictures';
import { designOf, type PosterDesign } from './poster.art';
import { genreName } from '../../words/en/film';

/** When the image host has only failed so far, nobody waits for it any more. */
let failures = 0;
let arrived = false;
const ENOUGH_FAILURES = 4;

/** So long a picture may take; then the title is written on the drawn one. */
const PATIENCE_MS = 3000;

interface PosterProps {
  movie: MovieCard;
  eager?: boolean;
  /** Nobody looks at it closely. */
  isBackdrop?: boolean;
}

/** A movie's poster: TMDB's when it arrives, over a drawn one that is there at once. Decorative: a title stands beside it. */
export function Poster({ movie, eager = false, isBackdrop = false }: PosterProps) {
  const design = designOf(movie);
  const [loaded, setLoaded] = useState(false);
  const [failed, setFailed] = useState(false);
  const [late, setLate] = useState(false);
  const hopeless = !arrived && failures >= ENOUGH_FAILURES;
  const hasPicture = Boolean(movie.posterUrl) && !failed && !hopeless;
  useEffect(() => {
    if (!hasPicture) return;
    const timer = window.setTimeout(() => setLate(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, [hasPicture]);
  return (
    <div className="poster" aria-hidden="true" style={{ background: design.ground, color: design.ink }}>
      <Art design={design} />
      {(!hasPicture || (late && !loaded)) && (
        <DrawnTitle movie={movie} design={design} isForNow={hasPicture} />
      )}
      {hasPicture && (
        <img
          src={isBackdrop ? backdropOf(movie.posterUrl) : movie.posterUrl}
          alt=""
          width={342}
          height={513}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          referrerPolicy="no-referrer"
          data-loaded={loaded || undefined}
          onLoad={() => {
            arrived = true;
            setLoaded(true);
          }}
          onError={() => {
            failures += 1;
            setFailed(true);
          }}
        />
      )}
    </div>
  );
}

interface DrawnTitleProps {
  movie: MovieCard;
  design: PosterDesign;
  /** Until its picture is there. */
  isForNow: boolean;
}

function DrawnTitle({ movie, design, isForNow }: DrawnTitleProps) {
  const longest = Math.max(...movie.title.split(/[\s-]+/).map((word) => word.length));
  const size =
    movie.title.length > 34 || longest > 12 ? 's' : movie.title.length > 15 || longest > 8 ? 'm' : 'l';
  return (
    <div
      className="poster-words"
      data-face={design.serif ? 'serif' : 'sans'}
      data-size={size}
      data-for-now={isForNow || undefined}
    >
      <span className="poster-title">{movie.title}</span>
      <span className="poster-foot">
        <span>{movie.year}</span>
        <span>{design.genre && genreName(design.genre)}</span>
      </span>
    </div>
  );
}

/** 200 × 190 units of abstract picture above the title. */
function Art({ design }: { design: PosterDesign }) {
  const { shape, accent, ground, seed } = design;
  const pick = (bits: number, steps: number) => (seed >>> bits) % steps;
  const x = 50 + pick(3, 5) * 25;
  const flip = seed & 1 ? 'matrix(-1 0 0 1 200 0)' : undefined;
  return (
    <svg className="poster-art" viewBox="0 0 200 190" preserveAspectRatio="xMidYMin slice" focusable="false">
      <g transform={flip}>{drawing(design.art, { shape, accent, ground, x, n: pick(12, 4) })}</g>
    </svg>
  );
}

interface Ink {
  shape: string;
  accent: string;
  ground: string;
  x: number;
  n: number;
}

function drawing(kind: number, { shape, accent, ground, x, n }: Ink) {
  switch (kind) {
    case 0: // a sun over hills
      return (
        <>
          <circle cx={x} cy={70} r={34 + n * 6} fill={accent} />
          <path d="M-4 150 Q50 95 105 135 T204 110 V192 H-4Z" fill={shape} />
          <path d="M-4 172 Q70 135 130 165 T204 155 V192 H-4Z" fill={ground} opacity=".55" />
        </>
      );
    case 1: // beams
      return (
        <>
          {[0, 1, 2, 3, 4, 5].map((i) => (
            <path
              key={i}
              d={`M${x} 150 L${i * 44 - 30} 0 h22Z`}
              fill={i % 2 ? accent : shape}
              opacity={i % 2 ? 0.75 : 1}
            />
          ))}
          <circle cx={x} cy={150} r={26} fill={accent} />
        </>
      );
    case 2: // rings
      return (
        <>
          {[86, 66, 46, 26].map((r, i) => (
            <circle
              key={r}
              cx={100 + ((x - 100) * i) / 9}
              cy={92 + (n - 1) * i * 3}
              r={r - n * 2}
              fill={i % 2 ? ground : i === 0 ? shape : accent}
            />
          ))}
        </>
      );
    case 3: // a staircase of blocks
      return (
        <>
          {[0, 1, 2, 3, 4].map((i) => (
            <rect
              key={i}
              x={i * 40}
              y={140 - i * 26 - n * 4}
              width={40}
              height={200}
              fill={i === 3 - (n % 3) ? accent : shape}
              opacity={0.45 + i * 0.13}
            />
          ))}
          <circle cx={40} cy={48} r={22} fill={accent} />
        </>
      );
    case 4: // a moon and its shadow, over water
      return (
        <>
          <circle cx={100} cy={78} r={56} fill={shape} />
          <circle cx={106 + n * 6} cy={74 - n * 4} r={48} fill={ground} />
          {[0, 1, 2, 3].map((i) => (
            <rect key={i} x={30 + i * 12} y={150 + i * 11} width={140 - i * 24} height={3.5} fill={accent} />
          ))}
        </>
      );
    case 5: // a slash
      return (
        <>
          <path d="M-10 190 L120 -10 H175 L45 190Z" fill={shape} />
          <path d="M68 190 L198 -10 H212 L82 190Z" fill={accent} />
        </>
      );
    case 6: // a window grid, one of them lit
      return (
        <>
          {Array.from({ length: 12 }, (_, i) => (
            <rect
              key={i}
              x={28 + (i % 3) * 50}
              y={22 + Math.floor(i / 3) * 40}
              width={40}
              height={30}
              fill={i === (n * 5 + 4) % 12 ? accent : shape}
              opacity={i === (n * 5 + 4) % 12 ? 1 : 0.7}
            />
          ))}
        </>
      );
    case 7: // two who overlap
      return (
        <>
          <circle cx={76} cy={92 - n * 4} r={58 - n * 6} fill={shape} />
          <circle cx={128} cy={88 + n * 5} r={46 + n * 4} fill={accent} opacity=".82" />
        </>
      );
    case 8: // peaks
      return (
        <>
          <path d={`M-20 190 L${60 + n * 8} 40 L150 190Z`} fill={shape} />
          <path d={`M70 190 L142 ${64 + n * 14} L230 190Z`} fill={accent} />
          <circle cx={n % 2 ? 36 : 166} cy={40} r={12 + n * 2} fill={accent} />
        </>
      );
    default: // a road to the vanishing point
      return (
        <>
          <rect x={-4} y={-4} width={208} height={96} fill={shape} />
          <circle cx={100} cy={92} r={40} fill={accent} />
          <rect x={-4} y={92} width={208} height={104} fill={ground} />
          <path d="M92 92 H108 L176 190 H24Z" fill={shape} />
          <path d="M99 104 H101 L104 128 H96Z M95 140 H105 L110 178 H90Z" fill={accent} />
        </>
      );
  }
}
