import { withProviders } from '#platform/command.bootstrap.js';
import { readEnvironment } from '#platform/config/environment.js';
import { Progress } from '#platform/process/progress.js';
import { CommandError, type StoreCheck } from '#platform/stores/store.check.js';
import { PlotIndex } from '#plots/plot.index.js';
import type { CommandLine } from './command-line.js';
import { CommandsModule } from './commands.module.js';
import { fillChroma } from './fillchroma.command.js';
import { loadMovies, removeMovies } from './initdb.command.js';
import { WITHOUT_TOKEN } from '../sync/without-token.js';
import { syncFilms } from './sync.command.js';

const CHROMA: StoreCheck = {
  title: 'Chroma',
  variable: 'CHROMA_URL',
  reach: (environment) => new PlotIndex(environment).ping(),
};

/** Runs the commands that the command line names. @throws with one line that says what is wrong */
export async function runCommands({ initdb, fillchroma, sync, dataset, remove }: CommandLine): Promise<void> {
  const progress = new Progress();
  if (sync && !readEnvironment().TMDB_TOKEN) throw new CommandError(WITHOUT_TOKEN);
  await withProviders(
    CommandsModule,
    async (app) => {
      if (remove !== undefined) await removeMovies(app, progress, remove);
      else if (initdb) await loadMovies(app, progress, dataset);
      if (sync) await syncFilms(app, progress);
      if (fillchroma || sync) await fillChroma(app, progress);
    },
    fillchroma || sync ? [CHROMA] : [],
  );
}
