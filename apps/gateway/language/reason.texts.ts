import {
  type CodedReason,
  KIND_OF_REASON,
  type Reason,
  type ReasonCode,
} from '#contracts/recommender/reason.js';
import { type ListWorld, type ToldWorld, WORLD_AXES } from '#contracts/recommender/recommendation.js';
import type { Language } from './language.js';
import { texts } from './texts.js';
import { genreName, worldName } from './world.names.js';

/** Reasons made before, because the same ones stand on many lists; beyond it all are forgotten. */
const MAX_MADE = 20_000;
const made = new Map<string, { reason: Reason; json: string }>();

/** Reasons whose name is that of a genre. */
const OF_GENRES: ReadonlySet<ReasonCode> = new Set(['genre-liked', 'same-genre', 'low-genre']);

/**
 * Puts reasons into words. One that names a movie nobody can tell the title of is left out, and one whose code is not
 * known: while replicas are exchanged, a newer recommender may have more of them.
 *
 * @param titleOf  the title of a movie that a reason names
 */
export function renderReasons(
  reasons: readonly CodedReason[],
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): Reason[] {
  return reasons.flatMap((coded) => rendered(coded, language, titleOf)?.reason ?? []);
}

/** The same as JSON. */
export function reasonsJson(
  reasons: readonly CodedReason[],
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): string {
  return `[${reasons.flatMap((coded) => rendered(coded, language, titleOf)?.json ?? []).join(',')}]`;
}

function rendered(
  { code, params }: CodedReason,
  language: Language,
  titleOf: (movieId: string) => string | undefined,
): { reason: Reason; json: string } | undefined {
  const { movieId, otherId, count = '', mean = '', liked = '' } = params;
  const [title, other] = [movieId, otherId].map((id) => (id === undefined ? undefined : titleOf(id)));
  const isUntold =
    (movieId !== undefined && title === undefined) || (otherId !== undefined && other === undefined);
  if (!Object.hasOwn(KIND_OF_REASON, code) || isUntold) return undefined;
  const key = `${language}\0${code}\0${movieId}\0${title}\0${params.name}\0${count}\0${mean}\0${liked}\0${otherId}\0${other}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= MAX_MADE) made.clear();
  const subject = subjectOf(code, params.name, language);
  const named = params.name && OF_GENRES.has(code) ? genreName(params.name, language) : params.name;
  const name = subject ?? named ?? title;
  const reason: Reason = {
    kind: KIND_OF_REASON[code],
    code,
    params,
    text: texts[language](code, { ...params, name: named, title, other, subject }),
    ...(movieId && { movieId }),
    ...(name && { name }),
  };
  const both = { reason, json: JSON.stringify(reason) };
  made.set(key, both);
  return both;
}

/** The name of the world that a reason is about; undefined for one of another kind. */
function subjectOf(code: ReasonCode, name: string | undefined, language: Language): string | undefined {
  const axis = WORLD_AXES.find((known) => code === `world-${known}` || code === `outside-${known}`);
  return axis && name !== undefined ? worldName(axis, name, language) : undefined;
}

/** Says how much more of a world there is. */
export function toldWorld(world: ListWorld, language: Language): ToldWorld {
  const subject = worldName(world.axis, world.name, language);
  return { ...world, text: texts[language](`more-${world.axis}`, { subject, count: world.inCatalogue }) };
}
