import type { FoundPerson } from '../../api/client';

/** What somebody mostly does, and how much of it is here: "Director · 12 films". */
export function roleAndFilms({ role, count }: Pick<FoundPerson, 'role' | 'count'>): string {
  const films = `${count.toLocaleString('en')} ${count === 1 ? 'film' : 'films'}`;
  return `${role === 'director' ? 'Director' : 'Actor'} · ${films}`;
}
