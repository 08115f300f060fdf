import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ERRORS } from '#contracts/protocol/app.error.js';
import { projectRoot } from '#platform/config/project-root.js';
import ts from 'typescript';
import { logContextsOf } from './loggers.js';
import { metricsOf } from './metrics.js';
import { withTables } from './operations.tables.js';
import { sourceFiles } from './source.files.js';

const root = projectRoot();
const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
const SNAKE_CASE = /^[a-z]+(_[a-z0-9]+)*$/;

function parsed(code: string): ts.SourceFile[] {
  return [ts.createSourceFile('apps/users/some.file.ts', code, ts.ScriptTarget.Latest, true)];
}

describe('docs/operations.md', () => {
  it('lists every error, metric and log context as the code has it; else: npm run docs:tables', () => {
    expect(page).toBe(withTables(page, root));
  });

  it('has rows in all three tables', () => {
    for (const known of ['| `movie_not_found`', '| `rpc_duration_seconds`', '| `EventsServer`'])
      expect(page).toContain(known);
  });
});

describe('names follow one convention', () => {
  it('for errors: words in snake_case, a status of a client or a server at fault', () => {
    for (const [code, [status]] of Object.entries(ERRORS)) {
      expect(code).toMatch(SNAKE_CASE);
      expect(String(status)).toMatch(/^[45]\d\d$/);
    }
  });

  it('for metrics: Prometheus’s, with units, and _total for counters alone', () => {
    const metrics = metricsOf(sourceFiles(root));
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { name, type, labels } of metrics) {
      for (const word of [name, ...labels]) expect(word).toMatch(SNAKE_CASE);
      expect([name, /_total$/.test(name)]).toEqual([name, type === 'counter']);
      if (type === 'histogram' || type === 'summary') expect(name).toMatch(/_(seconds|bytes)$/);
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|kb|mb|count|sum|bucket)$/);
    }
  });
});

describe('what is read from the code', () => {
  it('finds a metric with its labels, wherever it is made', () => {
    const code = `
      import { Counter } from 'prom-client';
      class Doors { constructor() { new Counter({ name: 'doors_total', help: 'Doors', labelNames: ['side'] as const }); } }`;
    expect(metricsOf(parsed(code))).toEqual([
      { name: 'doors_total', type: 'counter', labels: ['side'], help: 'Doors', service: 'users' },
    ]);
  });

  it('refuses a metric whose name is put together', () => {
    const code = `import { Gauge } from 'prom-client';\nnew Gauge({ name: 'a' + 'b', help: 'c' });`;
    expect(() => metricsOf(parsed(code))).toThrow('apps/users/some.file.ts:2: write the metric');
  });

  it('takes a class’s first sentence for its logs, and refuses a context of another name', () => {
    const logs = (context: string) =>
      logContextsOf(
        parsed(`/** Opens doors. Closes them too. */\nclass Doors { log = new Logger(${context}); }`),
      );
    expect(logs('Doors.name')).toEqual([{ name: 'Doors', service: 'users', does: 'Opens doors' }]);
    expect(() => logs(`'Gates'`)).toThrow(`apps/users/some.file.ts:2: logs as 'Gates' in the class Doors`);
  });
});
