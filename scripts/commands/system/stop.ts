import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOrphans } from '../../runtime/orphans.js';
import { endRecorded, livingRecord } from '../../process/process-record.js';
import { Progress } from '#platform/process/progress.js';
import { RuntimeFolder } from '../../process/runtime-folder.js';
import { compose } from '../../stores/docker-stores.js';

const folder = new RuntimeFolder();
const progress = new Progress();
const running = livingRecord(folder.startRecord);
if (running) {
  await progress.step(`Stopping npm start (process ${running.pid})`, () => endRecorded(running));
  rmSync(folder.startRecord, { force: true });
}
const ended = await endOrphans(folder);
if (existsSync(folder.dockerMark)) await compose(['down'], join(folder.logs, 'docker.log'));
if (ended > 0) progress.say(`Ended ${ended} processes of a killed start.`);
else if (!running) progress.say('Nothing was running.');
