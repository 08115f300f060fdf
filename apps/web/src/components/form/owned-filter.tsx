import { useQuery } from '@tanstack/react-query';
import { libraryQuery } from '../../api/account/library';
import { watching } from '../../words/en/watching';
import type { ListFilter } from '../../api/list.filter';

interface OwnedFilterProps {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
}

/** For who has a library, or an address that asks for its films. */
export function OwnedFilter({ filter, onChange }: OwnedFilterProps) {
  const { data: library } = useQuery(libraryQuery);
  if (!library && !filter.owned) return null;
  return (
    <label className="row">
      <input
        type="checkbox"
        checked={filter.owned ?? false}
        onChange={(event) => onChange({ ...filter, owned: event.target.checked || undefined })}
      />
      {watching.library.only}
    </label>
  );
}
