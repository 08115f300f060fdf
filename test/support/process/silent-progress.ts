import { PassThrough } from 'node:stream';
import { Progress } from '#platform/process/progress.js';

/** Steps nobody wants to read about. */
export function silentProgress(): Progress {
  return new Progress(new PassThrough().resume() as unknown as NodeJS.WriteStream);
}
