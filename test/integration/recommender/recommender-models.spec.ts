import 'reflect-metadata';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  recommend,
  refreshList,
  rollBackModel,
  trainingStatus,
  trainModel,
} from '#contracts/recommender/recommender.rpc.js';
import { decodeModel, encodeModel } from '#ranking/storage/model-file.js';
import { PlotIndex } from '#plots/plot.index.js';
import type { Connection } from 'mongoose';
import { eventually } from '../../support/process/eventually.js';
import { community, MOVIES, plotVectors } from '../../support/recommender/recommender.movies.js';
import { RecommenderFixture, userId } from '../../support/recommender/recommender.fixture.js';

describe('the models of the recommender', () => {
  let fixture: RecommenderFixture;
  let mongo: Connection;
  let port: number;

  beforeAll(async () => {
    fixture = new RecommenderFixture();
    await fixture.open();
    mongo = await fixture.database();
    await new PlotIndex(fixture.environment).upsert(plotVectors());
    await fixture.startOwners(MOVIES, community());
    port = await fixture.startService();
    await eventually(() => expect(fixture.log()).toMatch(/serves: 80 films, [1-9]\d+ ratings of 60/), 30_000);
    await trainingEnds();
  }, 90_000);

  afterAll(async () => {
    await mongo.close();
    await fixture.close();
  }, 30_000);

  async function restart(): Promise<void> {
    const code = await fixture.stopService();
    if (code !== 0) throw new Error(`ended with ${code}\n${fixture.log().slice(-3000)}`);
    port = await fixture.startService();
  }

  /** Until nobody trains and the last result serves. */
  const trainingEnds = () =>
    eventually(async () => {
      const { running } = await fixture.rpc.call(trainingStatus, {});
      expect(running).toBeUndefined();
    }, 30_000);

  /** A new model, trained on demand, once it serves and not only is published. @returns its id */
  async function train(): Promise<string> {
    const before = await fixture.rpc.call(trainModel, {});
    const modelId = await eventually(async () => {
      const { serving } = await fixture.rpc.call(trainingStatus, {});
      if (!serving || serving.since === before.serving?.since)
        throw new Error(`no new model\n${fixture.log()}`);
      return serving.modelId;
    }, 30_000);
    await serving(port, modelId);
    return modelId;
  }

  const serving = (of: number, modelId: string) =>
    eventually(async () => expect(await fixture.modelOf(of)).toMatchObject({ modelId }));

  const folder = () =>
    join(fixture.environment.MODEL_DIR, `${fixture.environment.MONGODB_DATABASE_PREFIX}recommender`);

  /** Turns one bit of a number in the middle of a model's file. */
  function damage(modelId: string): void {
    const path = join(folder(), `${modelId}.safetensors`);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(path, bytes);
  }

  it('serves from its file after a restart, without training, and the same list', async () => {
    const ada = userId();
    const list = () => fixture.rpc.call(recommend, { userId: ada, limit: 20, filter: { yearFrom: 1985 } });
    await fixture.rate(ada, 1, { '1': 5, '102': 2 });
    await fixture.announcement(ada, 1);
    const [{ modelId }, before] = [await fixture.modelOf(port), await list()];
    await restart();
    expect(await fixture.modelOf(port)).toEqual({ modelId, trained: 0 });
    expect(await list()).toEqual(before);
    const [{ movieId }] = before.items;
    const card = (await fixture.cards.read([movieId])).get(movieId)!;
    expect(JSON.parse(card)).toMatchObject({ averageRating: expect.any(Number) });
  }, 60_000);

  it('fetches from MongoDB what is damaged on this machine, and sets the file aside', async () => {
    const { modelId } = await fixture.modelOf(port);
    damage(modelId!);
    await restart();
    expect(await fixture.modelOf(port)).toEqual({ modelId, trained: 0 });
    expect(readdirSync(folder()).toSorted()).toEqual([
      `${modelId}.safetensors`,
      `${modelId}.safetensors.damaged`,
    ]);
    expect(fixture.log()).toContain('wrong checksum');
  }, 60_000);

  it('falls back to the model before, and trains when there is none either', async () => {
    const older = (await fixture.modelOf(port)).modelId!;
    const newer = await train();
    await mongo.db!.collection('models.files').deleteMany({ filename: newer });
    damage(newer);
    await restart();
    expect(await fixture.modelOf(port)).toMatchObject({ modelId: older });

    await mongo.db!.collection('models.files').deleteMany({});
    damage(older);
    await restart();
    const { modelId, trained } = await fixture.modelOf(port);
    expect(trained).toBe(1);
    expect([older, newer]).not.toContain(modelId);
  }, 90_000);

  it('trains anew when the models are of an earlier version', async () => {
    const { modelId } = await fixture.modelOf(port);
    const path = join(folder(), `${modelId}.safetensors`);
    const { header, structure } = await decodeModel(readFileSync(path));
    const { format: _, ...former } = header;
    const parameters = { ...header.parameters, code: 'fedcba987654' };
    writeFileSync(path, encodeModel(structure, { ...former, parameters }));
    await restart();
    const after = await fixture.modelOf(port);
    expect(after.trained).toBe(1);
    expect(after.modelId).not.toBe(modelId);
    expect(fixture.log()).toContain(`${modelId} was made by another version of this program`);
  }, 60_000);

  it('trains once for all replicas, which switch while they go on answering', async () => {
    const second = await fixture.startService();
    const before = await Promise.all([port, second].map((each) => fixture.modelOf(each)));
    expect(before[1]).toEqual({ modelId: before[0].modelId, trained: 0 });

    const ada = userId();
    let asking = true;
    const answers = (async () => {
      let count = 0;
      for (; asking; count++) await fixture.rpc.call(recommend, { userId: ada, limit: 5, diversity: 0.5 });
      return count;
    })();
    const modelId = await train();
    await Promise.all([serving(port, modelId), serving(second, modelId)]);
    asking = false;
    expect(await answers).toBeGreaterThan(10);
    const after = await Promise.all([port, second].map((each) => fixture.modelOf(each)));
    expect(after[0].trained + after[1].trained).toBe(before[0].trained + 1);

    await fixture.stopService();
    port = second;
  }, 60_000);

  it('waits for another replica’s training, and takes over when that one is gone', async () => {
    const leases = mongo.db!.collection<{ _id: string; until: Date }>('leases');
    const until = new Date(Date.now() + 3000);
    const since = new Date();
    const progress = { step: 'fitting', fitting: { model: 'itemLinear', done: 0.5 } };
    await leases.updateOne({ _id: 'training' }, { $set: { holder: 'another', until, since, ...progress } });
    expect((await fixture.rpc.call(trainingStatus, {})).running).toEqual({
      ...progress,
      since: since.toISOString(),
    });
    await train();
    expect(Date.now()).toBeGreaterThan(until.getTime());
  }, 60_000);

  it('goes back to the model before, on every replica and in every list, and stays there', async () => {
    const ada = userId();
    const older = (await fixture.modelOf(port)).modelId!;
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    const newer = await train();
    await eventually(async () => expect((await fixture.list(ada)).modelId).toBe(newer));
    const second = await fixture.startService();

    expect(await fixture.rpc.call(rollBackModel, {})).toMatchObject({ serving: { modelId: older } });
    await Promise.all([serving(port, older), serving(second, older)]);
    await eventually(async () => expect((await fixture.list(ada)).modelId).toBe(older));
    await fixture.stopService();
    port = second;
    await restart();
    expect(await fixture.modelOf(port)).toEqual({ modelId: older, trained: 0 });

    expect(await fixture.rpc.call(rollBackModel, {})).toMatchObject({ serving: { modelId: newer } });
    await serving(port, newer);
  }, 60_000);

  it('remakes the lists of active users after a new model, and others when somebody looks', async () => {
    const [ada, bob] = [userId(), userId()];
    for (const user of [ada, bob]) {
      await fixture.rate(user, 1, { '1': 5 });
      await fixture.announcement(user, 1);
    }
    const older = (await fixture.list(bob)).modelId;
    const longAgo = new Date(Date.now() - 30 * 24 * 3600 * 1000);
    await profiles().updateOne({ _id: bob }, { $set: { changedAt: longAgo } });
    const newer = await train();
    await eventually(async () => expect((await fixture.list(ada)).modelId).toBe(newer));
    expect((await fixture.list(bob)).modelId).toBe(older);

    expect(await fixture.rpc.call(refreshList, { userId: bob })).toBe(true);
    expect((await fixture.list(bob)).modelId).toBe(newer);
    expect((await fixture.announcement(bob, 1, 2)).modelId).toBe(newer);
    expect(await fixture.rpc.call(refreshList, { userId: bob })).toBe(false);
  }, 60_000);

  it('remakes the other lists although one cannot be made', async () => {
    const [broken, ada] = [userId(), userId()];
    for (const user of [ada, broken]) {
      await fixture.rate(user, 1, { '1': 5 });
      await fixture.announcement(user, 1);
    }
    // The latest, so that its turn comes first.
    await profiles().updateOne({ _id: broken }, { $set: { watchlist: null } });
    const newer = await train();
    await eventually(async () => expect((await fixture.list(ada)).modelId).toBe(newer));
    expect(fixture.log()).toContain(`list of ${broken} does not follow the new model yet`);
    await profiles().deleteOne({ _id: broken });
  }, 60_000);

  const profiles = () => mongo.db!.collection<{ _id: string }>('tastes');

  it('keeps two models, here and in MongoDB', async () => {
    const older = (await fixture.modelOf(port)).modelId!;
    const newer = await train();
    await trainingEnds();
    const names = [older, newer].toSorted();
    expect(readdirSync(folder()).toSorted()).toEqual(names.map((name) => `${name}.safetensors`));
    const files = await mongo.db!.collection('models.files').find().toArray();
    expect(files.map(({ filename }) => filename).toSorted()).toEqual(names);
  }, 30_000);
});

describe('a recommender without an older model', () => {
  let fixture: RecommenderFixture;

  beforeAll(async () => {
    fixture = new RecommenderFixture();
    await fixture.open();
    await fixture.startOwners(MOVIES, community());
    await fixture.startService();
  }, 90_000);

  afterAll(() => fixture.close(), 30_000);

  it('says so instead of rolling back', async () => {
    await expect(fixture.rpc.call(rollBackModel, {})).rejects.toMatchObject({
      code: 'validation_failed',
      message: 'There is no older model to go back to.',
    });
  });
});
