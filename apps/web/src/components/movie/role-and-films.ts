import type { FoundPerson } from '../../api/client';
import { movie as words } from '../../words/en/movie';

/** What somebody mostly does, and how much of it is here: "Director · 12 films". */
export const roleAndFilms = ({ role, count }: Pick<FoundPerson, 'role' | 'count'>) =>
  `${role === 'director' ? words.director : words.actor} · ${words.films(count)}`;
