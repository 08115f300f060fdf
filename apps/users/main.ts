import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startService } from '#platform/service.bootstrap.js';
import { loadRatings } from './commands/initdb.command.js';
import { UsersModule } from './users.module.js';

const { values } = parseArgs({
  options: { initdb: { type: 'boolean' }, dataset: { type: 'string' } },
});

if (values.initdb) await loadRatings(values.dataset);
else await startService(UsersModule, 'users');
