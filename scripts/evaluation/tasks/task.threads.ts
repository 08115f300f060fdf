import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Setting } from '../splits/setting.js';
import type { Task, TaskResult } from './tasks.js';

/**
 * Runs tasks in threads of their own.
 *
 * @param onDone  called after each task with how many are done
 * @returns the results in the tasks' order
 * @throws what a task threw
 */
export async function runTasks(
  setting: Setting,
  tasks: readonly Task[],
  threads: number,
  onDone: (done: number) => void,
): Promise<TaskResult[]> {
  const results: TaskResult[] = [];
  const waiting = [...tasks.entries()];
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () => new Worker(new URL('./evaluation.worker.js', import.meta.url), { workerData: setting }),
  );
  let done = 0;
  const work = async (worker: Worker) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [position, task] = next;
      worker.postMessage(task);
      // A thread that dies emits an error, which this throws.
      [results[position]] = (await once(worker, 'message')) as [TaskResult];
      onDone(++done);
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}
