import { parentPort, workerData } from 'node:worker_threads';
import type { Setting } from '../splits/setting.js';
import { runTask, type Task } from './tasks.js';

/** The body of a thread that measures: one task after the other, each answered by its result. */
const setting = workerData as Setting;
parentPort!.on('message', (task: Task) => parentPort!.postMessage(runTask(setting, task)));
