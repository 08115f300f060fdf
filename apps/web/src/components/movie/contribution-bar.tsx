import type { Contributions } from '../../api/client';
import { sayings } from '../../words/en/sayings';
import { percent } from '../../words/format';

const SOURCES = [
  'collaborative',
  'plot',
  'genres',
  'people',
  'keywords',
  'popularity',
] as const satisfies (keyof Contributions)[];

/** How much each source speaks for the movie: one bar, and the same in numbers. */
export function ContributionBar({ contributions, score }: { contributions: Contributions; score: number }) {
  const parts = SOURCES.map((key) => ({ key, label: sayings.sources[key], value: contributions[key] }));
  const positive = parts.filter(({ value }) => value > 0);
  const sum = positive.reduce((total, { value }) => total + value, 0) || 1;
  return (
    <div className="contributions">
      <div className="contribution-bar" aria-hidden="true">
        {positive.map(({ key, value }) => (
          <span key={key} data-source={key} style={{ flexGrow: value / sum }} />
        ))}
      </div>
      <ul className="contribution-legend">
        {parts.map(({ key, label, value }) => (
          <li key={key} data-none={Math.abs(value / (score || 1)) < 0.005 || undefined}>
            <span className="swatch" data-source={key} aria-hidden="true" />
            <span>{label}</span>
            <span className="number">{percent(value / (score || 1))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
