import 'reflect-metadata';
import { runCommand } from '#platform/command.bootstrap.js';
import { startService } from '#platform/service.bootstrap.js';
import { CatalogModule } from './catalog.module.js';
import { readCommandLine } from './commands/command-line.js';
import { runCommands } from './commands/commands.js';
import { RatingUpdates } from './ratings/rating.updates.js';

try {
  const commandLine = readCommandLine();
  if (commandLine.initdb || commandLine.fillchroma || commandLine.sync) {
    await runCommand('catalog', () => runCommands(commandLine));
  }
  const app = await startService(CatalogModule, 'catalog');
  app.get(RatingUpdates).eventsAreConsumed();
} catch (error) {
  console.error(`catalog: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  process.exit(1);
}
