import { parseArgs } from 'node:util';

/** What `--initdb` loads. */
export interface CommandLine {
  /** Folder of the data set to load instead of the sample. */
  dataset?: string;
}

/** @throws Error on an unknown flag, or one without the command it belongs to */
export function readCommandLine(args: string[] = process.argv.slice(2)): CommandLine {
  const { initdb, dataset } = parseArgs({
    args,
    options: { initdb: { type: 'boolean' }, dataset: { type: 'string' } },
  }).values;
  if (!initdb) throw new Error('--dataset says what --initdb loads: give both');
  return { dataset };
}
