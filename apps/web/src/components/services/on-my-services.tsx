import { useQuery } from '@tanstack/react-query';
import type { MovieCard } from '../../api/client';
import { watching as words } from '../../words/en/watching';
import { list } from '../../words/dates';
import { regionsQuery, useViewing } from '../../api/viewing';

/** Which of somebody's services show a film; nothing when none does, or they have chosen none. */
export function OnMyServices({ movie: { streaming } }: { movie: MovieCard }) {
  // Nothing is asked for where nothing is known.
  return streaming && <Services streaming={streaming} />;
}

function Services({ streaming }: { streaming: NonNullable<MovieCard['streaming']> }) {
  const { region, services = [] } = useViewing() ?? {};
  const mine = region === undefined ? [] : (streaming[region] ?? []).filter((id) => services.includes(id));
  const { data: regions = [] } = useQuery({ ...regionsQuery, enabled: mine.length > 0 });
  const known = regions.find((one) => one.region === region)?.services ?? [];
  const names = known.filter(({ id }) => mine.includes(id)).map(({ name }) => name);
  return names.length > 0 && <p className="card-services">{words.on(list(names))}</p>;
}
