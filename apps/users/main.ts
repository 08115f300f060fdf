import 'reflect-metadata';
import { runCommand } from '#platform/command.bootstrap.js';
import { startService } from '#platform/service.bootstrap.js';
import { readCommandLine } from './commands/command-line.js';
import { loadRatings } from './commands/initdb.command.js';
import { UsersModule } from './users.module.js';

if (process.argv.length > 2) await runCommand('users', () => loadRatings(readCommandLine()));
await startService(UsersModule, 'users');
