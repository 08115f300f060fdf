import { parseArgs } from 'node:util';

/** What `--initdb` loads. */
export interface CommandLine {
  /** Folder of the data set to load instead of the sample. */
  dataset?: string;
  /** Name of the data set whose load is taken back. */
  remove?: string;
}

/** @throws Error on an unknown flag, or one without the command it belongs to */
export function readCommandLine(args: string[] = process.argv.slice(2)): CommandLine {
  const { initdb, dataset, remove } = parseArgs({
    args,
    options: { initdb: { type: 'boolean' }, dataset: { type: 'string' }, remove: { type: 'string' } },
  }).values;
  if (!initdb) throw new Error('--dataset and --remove say what --initdb does: give --initdb as well');
  if (remove !== undefined && dataset !== undefined)
    throw new Error('--remove takes back what --initdb has loaded: give it with --initdb alone');
  return { dataset, remove };
}
