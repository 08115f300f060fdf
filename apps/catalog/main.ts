import 'reflect-metadata';
import { runCommand } from '#platform/command.bootstrap.js';
import { Environment } from '#platform/config/environment.js';
import { startService } from '#platform/service.bootstrap.js';
import { Logger } from 'nestjs-pino';
import { CatalogModule } from './catalog.module.js';
import { readCommandLine } from './commands/command-line.js';
import { runCommands } from './commands/commands.js';
import { RatingUpdates } from './ratings/rating.updates.js';
import { WITHOUT_TOKEN } from './sync/without-token.js';

try {
  const commandLine = readCommandLine();
  if (commandLine.initdb || commandLine.fillchroma || commandLine.sync) {
    await runCommand('catalog', () => runCommands(commandLine));
  }
  const app = await startService(CatalogModule, 'catalog');
  app.get(RatingUpdates).eventsAreConsumed();
  if (!app.get(Environment).TMDB_TOKEN) app.get(Logger).log(WITHOUT_TOKEN);
} catch (error) {
  console.error(`catalog: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  process.exit(1);
}
