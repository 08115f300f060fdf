import 'reflect-metadata';
import { runCommand } from '#platform/command.bootstrap.js';
import { startService } from '#platform/service.bootstrap.js';
import { readCommandLine } from './commands/command-line.js';
import { runInitdb } from './commands/initdb.command.js';
import { UsersModule } from './users.module.js';

if (process.argv.length > 2) await runCommand('users', () => runInitdb(readCommandLine()));
await startService(UsersModule, 'users');
