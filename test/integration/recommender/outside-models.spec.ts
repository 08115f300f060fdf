import 'reflect-metadata';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import {
  recommend,
  rollBackModel,
  trainingStatus,
  trainModel,
} from '#contracts/recommender/recommender.rpc.js';
import { projectRoot } from '#platform/config/project-root.js';
import { PlotIndex } from '#plots/plot.index.js';
import { decodeModel } from '#ranking/storage/model-file.js';
import { eventually } from '../../support/process/eventually.js';
import { startServiceProcess } from '../../support/process/service.process.js';
import { outsideFile } from '../../support/recommender/outside.file.js';
import { RecommenderFixture, userId } from '../../support/recommender/recommender.fixture.js';
import { community, isSpace, MOVIES, plotVectors } from '../../support/recommender/recommender.movies.js';

/** A minute on a calm machine. */
const SPARK_MS = 800_000;

/** A Python that has pyspark, beside a Java; `SPARK_PYTHON` names one. */
function pythonWithSpark(): string | undefined {
  const python = process.env.SPARK_PYTHON ?? 'python3';
  const has = (file: string, args: string[]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0;
  return has(python, ['-c', 'import pyspark']) && has('java', ['-version']) ? python : undefined;
}

const python = pythonWithSpark();
if (!python)
  console.log(
    'skipped: training on Spark (no pyspark with Java here; deploy/spark/README.md says how to get it)',
  );

describe('models trained elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outside-'));
  const ratings = community().flatMap((person) =>
    person.ratings.map((rating) => ({ ...rating, userId: person.userId })),
  );
  let fixture: RecommenderFixture;
  let port: number;

  beforeAll(async () => {
    fixture = new RecommenderFixture();
    await fixture.open();
    await new PlotIndex(fixture.environment).upsert(plotVectors());
    await fixture.startOwners(MOVIES, community());
    port = await fixture.startService();
    await eventually(async () => {
      expect((await fixture.rpc.call(trainingStatus, {})).running).toBeUndefined();
      expect(fixture.log()).toMatch(/serves: 80 films, [1-9]\d+ ratings of 60/);
    }, 30_000);
  }, 90_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await fixture.close();
  }, 30_000);

  async function command(...args: string[]) {
    const child = startServiceProcess('recommender', args, fixture.settings);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { out, err };
  }

  async function upload(bytes: Uint8Array): Promise<string> {
    const file = join(folder, 'models.safetensors');
    writeFileSync(file, bytes);
    const { out, err } = await command('--upload', file);
    expect(err).toBe('');
    return out.trim().split(/\s/).at(-1)!;
  }

  /** Until the training that was asked for has published or failed. */
  async function publish(upload: string) {
    const before = await fixture.rpc.call(trainModel, { upload });
    return eventually(async () => {
      const status = await fixture.rpc.call(trainingStatus, {});
      const isNew =
        status.serving?.since !== before.serving?.since || status.failed?.at !== before.failed?.at;
      if (status.running || !isNew) throw new Error(`not trained yet\n${fixture.log().slice(-2000)}`);
      return status;
    }, 60_000);
  }

  async function headerOf(modelId: string) {
    const database = `${fixture.environment.MONGODB_DATABASE_PREFIX}recommender`;
    const path = join(fixture.environment.MODEL_DIR, database, `${modelId}.safetensors`);
    return (await decodeModel(readFileSync(path))).header;
  }

  /** The best five for somebody who loves space. */
  async function listOfSpaceLover(modelId: string) {
    await eventually(async () => expect((await fixture.modelOf(port)).modelId).toBe(modelId));
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '2': 5, '3': 4.5, '101': 1 });
    await fixture.announcement(ada, 1);
    return (await fixture.rpc.call(recommend, { userId: ada, limit: 5 })).items;
  }

  it('learn from an export that has every rating', async () => {
    const { out, err } = await command('--export', folder);
    expect(err).toBe('');
    expect(out).toContain(`80 films, ${ratings.length} ratings of 60 people`);
    const rows = await parquetReadObjects({
      file: await asyncBufferFromFile(join(folder, 'ratings.parquet')),
    });
    const key = (...parts: unknown[]) => parts.join(' ');
    expect(
      rows.map((row) => key(row.user_id, row.movie_id, row.stars, row.rated_at, row.weight)).toSorted(),
    ).toEqual(
      ratings
        .map(({ userId, movieId, rating, ratedAt }) =>
          key(userId, movieId, rating, Date.parse(ratedAt) / 1000, 1),
        )
        .toSorted(),
    );
  }, 30_000);

  it('are completed, measured on what they were not shown, published, kept, and taken back', async () => {
    const { modelId: before } = await fixture.modelOf(port);
    const { serving } = await publish(await upload(outsideFile()));
    const { metrics } = await headerOf(serving!.modelId);
    expect(metrics).toMatchObject({
      outside: 'Elsewhere 1',
      offline: { users: 60, starsRmse: expect.any(Number), meanRmse: expect.any(Number) },
    });
    const list = await listOfSpaceLover(serving!.modelId);
    expect(list.every(({ movieId }) => isSpace(movieId))).toBe(true);

    await fixture.rpc.call(rollBackModel, {});
    await eventually(async () => expect((await fixture.modelOf(port)).modelId).toBe(before));
  }, 90_000);

  it.each([
    ['of another catalogue', () => outsideFile({ rename: (id) => `ml-${id}` }), 'it is of other data'],
    ['that foresee worse than the mean', () => outsideFile({ wrong: true }), 'than the mean of all ratings'],
  ])(
    '%s are refused, and what served goes on serving',
    async (_, file, why) => {
      const { modelId } = await fixture.modelOf(port);
      const { failed, serving } = await publish(await upload(file()));
      expect(failed?.message).toContain(why);
      expect(serving?.modelId).toBe(modelId);
    },
    90_000,
  );

  it('are not even stored when the file is damaged', async () => {
    const bytes = outsideFile();
    bytes[bytes.length - 10] ^= 1;
    const file = join(folder, 'damaged.safetensors');
    writeFileSync(file, bytes);
    expect((await command('--upload', file)).err).toContain('wrong checksum');
  }, 30_000);

  (python ? it : it.skip)(
    'are trained by Spark from the export, and serve',
    async () => {
      await command('--export', folder);
      const file = join(folder, 'spark.safetensors');
      const job = join(projectRoot(), 'deploy', 'spark', 'train.py');
      const args = [job, '--parquet', folder, '--out', file, '--master', 'local[2]'];
      await promisify(execFile)(python!, args, { timeout: SPARK_MS });
      const { serving, failed } = await publish(await upload(readFileSync(file)));
      expect(failed).toBeUndefined();
      expect((await headerOf(serving!.modelId)).metrics.outside).toMatch(/^Spark 4/);
      const list = await listOfSpaceLover(serving!.modelId);
      expect(list.every(({ movieId }) => isSpace(movieId))).toBe(true);
    },
    SPARK_MS + 120_000,
  );
});
