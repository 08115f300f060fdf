import { count, type Progress, seconds } from '#platform/process/progress.js';
import { CommandError } from '#platform/stores/store.check.js';
import type { INestApplicationContext } from '@nestjs/common';
import { FilmSync, type SyncSummary } from '../sync/film.sync.js';
import { SyncLease } from '../sync/sync.lease.js';

/** Longer than a killed process keeps its lease. */
const WAIT_MS = 30_000;
/** Films between two progress lines. */
const LOG_EVERY = 2500;

/**
 * `--sync`: brings in TMDB's films and what changed of them since the last time, and announces them. Ended at any
 * moment, the next run goes on where it ended.
 *
 * @throws CommandError while another process does the same
 */
export async function syncFilms(app: INestApplicationContext, progress: Progress): Promise<void> {
  const started = performance.now();
  const sync = app.get(FilmSync);
  const held = await app.get(SyncLease).hold(async (lost) => {
    await progress.step('Asking TMDB which films there are', (report) =>
      sync.look((done) => report.fraction(done)),
    );
    const summary = await progress.step('Bringing films in from TMDB', (report) => {
      let next = LOG_EVERY;
      return sync.bringIn(lost, (done, total) => {
        report.fraction(done / total);
        if (done < next) return;
        report.say(`${count(done)} of ${count(total)} films`);
        next = done + LOG_EVERY;
      });
    });
    await sync.followed();
    for (const line of complaints(summary)) progress.say(`  ${line}`);
    const { added, changed, unchanged, gone } = summary;
    progress.say(
      `${count(added + changed + unchanged)} films of TMDB: ${count(added)} added, ${count(changed)} changed, ` +
        `${count(unchanged)} unchanged, ${count(gone)} no longer there in ${seconds(performance.now() - started)}`,
    );
  }, WAIT_MS);
  if (!held) throw new CommandError('another process brings films in from TMDB: let it end first');
}

function complaints({ failed, failures }: SyncSummary): string[] {
  if (failed === 0) return [];
  return [
    `${count(failed)} films could not be had; they are asked for again tomorrow`,
    ...failures.map((why) => `  ${why}`),
    ...(failed > failures.length ? [`  and ${count(failed - failures.length)} more`] : []),
  ];
}
