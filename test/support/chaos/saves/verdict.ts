import { acknowledged, type Save, type Written } from './save.js';

/** What became of all saves of one scenario. */
export interface Verdict {
  acknowledged: number;
  /** Saves by the status of their answer; `none` where nobody answered. */
  answers: Record<string, number>;
  /** Acknowledged, and neither there nor replaced by anything later. */
  missing: number;
  /** Acknowledged, and replaced by an older save that was answered as failed. */
  overwritten: number;
  /** Versions that two acknowledged saves of one person were given. */
  doubled: number;
  /** Answered as failed, and written all the same. */
  writtenAfterFailing: number;
  /** Of these, the ones that were not written yet when both the answer was given and the time limit over. */
  late: number;
  /** Between two acknowledged saves, whoever sent them; seconds. */
  longestGap: number;
}

/** A write that began in time may need this long to be seen; milliseconds. */
const GRACE_MS = 500;

/**
 * @param saves    in any order; those of one person do not overlap
 * @param final    stars by film, by person, after everything has calmed down
 * @param written  what was written, as far as it is known
 * @param limitMs  how long a call may wait for its answer
 */
export function verdictOf(
  saves: readonly Save[],
  final: ReadonlyMap<string, ReadonlyMap<string, number>>,
  written: readonly Written[],
  limitMs: number,
): Verdict {
  const inOrder = [...saves].sort((a, b) => a.sentAt - b.sentAt);
  const good = inOrder.filter(acknowledged);
  const fates = [...Map.groupBy(inOrder, ({ person, film }) => `${person} ${film}`).values()].map((same) =>
    fateOf(same, final.get(same[0].person)?.get(same[0].film)),
  );
  const failed = writtenThoughFailed(inOrder, written);
  return {
    acknowledged: good.length,
    answers: countBy(inOrder, ({ status }) => (status === 0 ? 'none' : String(status))),
    missing: fates.filter((fate) => fate === 'missing').length,
    overwritten: fates.filter((fate) => fate === 'overwritten').length,
    doubled: good.length - new Set(good.map(({ person, version }) => `${person} ${version}`)).size,
    writtenAfterFailing: failed.length,
    late: failed.filter(({ save, at }) => at > deadline(save, limitMs) + GRACE_MS).length,
    longestGap: longestGap(good.map(({ answeredAt }) => answeredAt)),
  };
}

const deadline = ({ sentAt, answeredAt }: Save, limitMs: number) => Math.max(answeredAt, sentAt + limitMs);

/** @param saves  of one person for one film, the oldest first */
function fateOf(saves: Save[], stars: number | undefined): 'right' | 'overwritten' | 'missing' {
  const last = saves.findLastIndex(acknowledged);
  if (last < 0) return 'right';
  // A failed save after the last acknowledged one may have been written before it failed: nobody was told otherwise.
  if (saves.slice(last).some((save) => save.stars === stars)) return 'right';
  const older = saves.slice(0, last).findLast((save) => save.stars === stars);
  return older && !acknowledged(older) ? 'overwritten' : 'missing';
}

/** Versions that no acknowledged save was given belong to saves that failed: to the first that asked for the same. */
function writtenThoughFailed(saves: Save[], written: readonly Written[]): { save: Save; at: number }[] {
  const told = new Set(saves.filter(acknowledged).map(({ person, version }) => `${person} ${version}`));
  const failed = new Set(saves.filter((save) => !acknowledged(save)));
  return written
    .filter(({ person, version }) => !told.has(`${person} ${version}`))
    .sort((a, b) => a.version - b.version)
    .flatMap(({ person, film, stars, notBefore }) => {
      const save = [...failed].find(
        (one) => one.person === person && one.film === film && one.stars === stars,
      );
      if (!save) return [];
      failed.delete(save);
      return [{ save, at: notBefore }];
    });
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(items, keyOf)].sort().map(([key, { length }]) => [key, length]));
}

function longestGap(moments: number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(0, ...sorted.slice(1).map((moment, n) => moment - sorted[n])) / 1000;
}
