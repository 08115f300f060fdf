import type { Contributions } from '../../api/client';

const SOURCES: { key: keyof Contributions; label: string }[] = [
  { key: 'collaborative', label: 'People like you' },
  { key: 'plot', label: 'Plot' },
  { key: 'genres', label: 'Genres' },
  { key: 'people', label: 'Cast & crew' },
  { key: 'keywords', label: 'Themes' },
  { key: 'popularity', label: 'Popularity' },
];

/** How much each source speaks for the movie: one bar, and the same in numbers. */
export function ContributionBar({ contributions, score }: { contributions: Contributions; score: number }) {
  const parts = SOURCES.map((source) => ({ ...source, value: contributions[source.key] }));
  const positive = parts.filter(({ value }) => value > 0);
  const sum = positive.reduce((total, { value }) => total + value, 0) || 1;
  const percent = (value: number) => `${Math.round((value / (score || 1)) * 100)} %`;
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
            <span className="number">{percent(value)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
