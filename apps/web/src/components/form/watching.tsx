import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import type { ListFilter } from '../../api/list.filter';
import { useSignedIn } from '../../api/me';
import { watching as words } from '../../words/en/watching';
import { Rich } from '../../words/rich';
import { regionsQuery, useRegion, useViewing } from '../../api/viewing';

interface WatchingProps {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
}

/** Which films somebody can, and may, watch. */
export function Watching({ filter, onChange }: WatchingProps) {
  const signedIn = useSignedIn();
  const id = useId();
  const { data: regions = [] } = useQuery(regionsQuery);
  const region = useRegion();
  const hasServices = Boolean(useViewing()?.services?.length);
  const { certifications = [] } = regions.find((one) => one.region === region) ?? {};
  const chosen = filter.certificationMax;
  const limits = certifications.map((name) => `${region}:${name}`);
  return (
    <fieldset className="watching">
      <legend>{words.filter}</legend>
      {signedIn && hasServices && (
        <label className="row">
          <input
            type="checkbox"
            checked={filter.on === 'mine'}
            onChange={({ target }) => onChange({ ...filter, on: target.checked ? 'mine' : undefined })}
          />
          {words.onMine} <span className="muted">{words.byJustWatch}</span>
        </label>
      )}
      {signedIn && !hasServices && (
        <p className="muted">
          <Rich text={words.choose} parts={{ link: (name) => <Link to="/account#services">{name}</Link> }} />
        </p>
      )}
      {(limits.length > 0 || chosen) && (
        <div className="field">
          <label htmlFor={id}>{words.certifiedUpTo}</label>
          <select
            id={id}
            value={chosen ?? ''}
            onChange={({ target }) => onChange({ ...filter, certificationMax: target.value || undefined })}
          >
            <option value="">{words.any}</option>
            {chosen && !limits.includes(chosen) && (
              <option value={chosen}>{certificationName(chosen)}</option>
            )}
            {limits.map((limit) => (
              <option key={limit} value={limit}>
                {certificationName(limit)}
              </option>
            ))}
          </select>
        </div>
      )}
    </fieldset>
  );
}

/** "DE:12" in words. */
function certificationName(limit: string): string {
  const [country, name] = limit.split(':');
  return `${name} (${country})`;
}
