import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

/** What to do; without a command the program serves. */
export interface CommandLine {
  initdb: boolean;
  fillchroma: boolean;
  /** Brings in the films of TMDB. */
  sync?: boolean;
  /** Folder of the data set to load instead of the sample. */
  dataset?: string;
  /** Name of the data set whose load is taken back. */
  remove?: string;
}

const options = {
  initdb: { type: 'boolean', default: false },
  fillchroma: { type: 'boolean', default: false },
  sync: { type: 'boolean' },
  dataset: { type: 'string' },
  remove: { type: 'string' },
} as const;

/**
 * Reads the program's own flags, and those of the `nest start catalog --fillchroma` that started it: the Nest CLI accepts
 * flags that it does not know, but passes on only what follows `--`, so the others are read from its own command line.
 *
 * @param args       this process's arguments
 * @param ancestors  the argument lists of the parent process, its parent, and so on
 * @throws Error     when this process was given an unknown flag
 */
export function readCommandLine(
  args: string[] = process.argv.slice(2),
  ancestors: Iterable<string[]> = ancestorCommands(),
): CommandLine {
  const own = parseArgs({ args, options }).values;
  const typed = own.initdb || own.fillchroma || own.sync ? own : { ...flagsOfNest(ancestors), ...given(own) };
  if (typed.dataset !== undefined && !typed.initdb)
    throw new Error('--dataset says what --initdb loads: give both');
  if (typed.remove !== undefined && (!typed.initdb || typed.dataset !== undefined))
    throw new Error('--remove takes back what --initdb has loaded: give it with --initdb alone');
  return { initdb: false, fillchroma: false, ...typed };
}

function given({ dataset, remove }: Partial<CommandLine>): Partial<CommandLine> {
  return { ...(dataset !== undefined && { dataset }), ...(remove !== undefined && { remove }) };
}

function flagsOfNest(ancestors: Iterable<string[]>): Partial<CommandLine> {
  for (const command of ancestors) {
    const args = argumentsOfNestStart(command);
    if (args)
      return parseArgs({ args, options, strict: false, allowPositionals: true }).values as CommandLine;
  }
  return {};
}

/** The arguments of `nest start` that it does not pass on; undefined for a command that does not start this service. */
function argumentsOfNestStart(command: string[]): string[] | undefined {
  const nest = command.findIndex((part) => /^nest(\.c?js|\.cmd)?$/.test(basename(part)));
  if (nest < 0 || command[nest + 1] !== 'start') return undefined;
  const args = command.slice(nest + 2);
  const end = args.indexOf('--');
  const kept = end < 0 ? args : args.slice(0, end);
  return kept.includes('catalog') ? kept : undefined;
}

const MAX_ANCESTORS = 20;

/** The argument lists of the parent, its parent, and so on up to the first process. */
export function* ancestorCommands(pid = process.ppid): Generator<string[]> {
  for (let depth = 0; pid > 1 && depth < MAX_ANCESTORS; depth += 1) {
    const found = processFromProc(pid) ?? processFromPs(pid);
    if (!found) return;
    yield found.command;
    pid = found.parent;
  }
}

interface RunningProcess {
  parent: number;
  command: string[];
}

function processFromProc(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in brackets, may itself contain spaces and brackets.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1) };
  } catch {
    return undefined;
  }
}

/** For systems without /proc. `ps` joins the arguments with spaces, which still lets us find a flag. */
export function processFromPs(pid: number): RunningProcess | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=', '-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [parent, ...command] = line.trim().split(/\s+/);
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
