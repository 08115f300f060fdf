import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ancestorCommands, processFromPs, readCommandLine } from './command-line.js';

const nest = ['/usr/bin/node', '/home/ada/movies/node_modules/.bin/nest', 'start', 'catalog'];
const shell = ['/bin/sh', '-c', 'node --enable-source-maps dist/apps/catalog/main'];
const serve = { initdb: false, fillchroma: false };

describe('readCommandLine', () => {
  it('serves when nobody asked for a command', () => {
    expect(readCommandLine([], [])).toEqual(serve);
    expect(readCommandLine([], [shell, nest, ['npm exec nest start catalog']])).toEqual(serve);
  });

  it('takes flags given directly', () => {
    expect(readCommandLine(['--fillchroma'], [])).toEqual({ ...serve, fillchroma: true });
    expect(readCommandLine(['--sync'], [])).toEqual({ ...serve, sync: true });
    expect(readCommandLine(['--initdb', '--dataset', 'ml-25m'], [])).toEqual({
      ...serve,
      initdb: true,
      dataset: 'ml-25m',
    });
  });

  it('finds the flag that the Nest CLI did not pass on', () => {
    expect(readCommandLine([], [shell, [...nest, '--fillchroma']])).toEqual({ ...serve, fillchroma: true });
    expect(readCommandLine([], [shell, [...nest, '--sync']])).toEqual({ ...serve, sync: true });
    expect(readCommandLine([], [[...nest, '--initdb', '--dataset=my films']])).toEqual({
      ...serve,
      initdb: true,
      dataset: 'my films',
    });
  });

  it('finds it among flags of the Nest CLI, however the CLI was started', () => {
    const cli = ['node', '/x/node_modules/@nestjs/cli/bin/nest.js', 'start', '--watch', 'catalog'];
    expect(readCommandLine([], [[...cli, '--fillchroma', '--silent']]).fillchroma).toBe(true);
  });

  it('lets flags given directly win over the Nest command line', () => {
    expect(readCommandLine(['--fillchroma'], [[...nest, '--initdb', '--', '--fillchroma']])).toEqual({
      ...serve,
      fillchroma: true,
    });
  });

  it.each([
    ['another service', ['node', '/x/.bin/nest', 'start', 'gateway', '--fillchroma']],
    ['another Nest command', ['node', '/x/.bin/nest', 'build', 'catalog', '--fillchroma']],
    ['another program', ['node', '/x/start', 'catalog', '--fillchroma']],
    ['a sentence that mentions it', ['grep', 'nest start catalog --fillchroma']],
    ['a flag for somebody else', ['node', '/x/.bin/nest', 'start', 'catalog', '--', '--fillchroma']],
  ])('ignores a parent that is %s', (_what, command) => {
    expect(readCommandLine([], [command])).toEqual(serve);
  });

  it('refuses unknown flags', () => {
    expect(() => readCommandLine(['--fill-chroma'], [])).toThrow(/--fill-chroma/);
    expect(() => readCommandLine(['--dataset', 'x'], [])).toThrow('--initdb');
  });
});

describe('ancestorCommands', () => {
  it('starts with the parent and continues with its ancestors', () => {
    const [parent, grandparent] = [...ancestorCommands(process.pid)];
    expect(parent.join(' ')).toContain(basename(process.argv[1]));
    expect(grandparent).toBeDefined();
  });

  const hasPs = spawnSync('ps', ['-p', '1']).status === 0;
  (hasPs ? it : it.skip)('can ask ps as well', () => {
    expect(processFromPs(process.pid)?.parent).toBe(process.ppid);
    expect(processFromPs(2 ** 22 + 1)).toBeUndefined();
  });
});
