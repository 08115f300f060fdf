import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#contracts/protocol/app.error.js';
import {
  trainingStatus,
  type TrainingStatus,
  type TrainingStep,
  trainModel,
} from '#contracts/recommender/recommender.rpc.js';
import { readEnvironment } from '#platform/config/environment.js';
import { wantsCommandLog } from '#platform/observability/logging.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Progress, type StepReport } from '#platform/process/progress.js';
import { titleOf } from '#ranking/scores/scorers.js';
import { Logger } from '@nestjs/common';
import { oneLine, SetupError } from '../process/setup-error.js';

const LOOK_MS = 250;
/** From the request to the first sign of a training; another training may have to end first, which counts as one. */
const TIMEOUT_MS = 60_000;

const STEPS: Record<TrainingStep, string> = {
  reading: 'Reading ratings, films and plot vectors',
  fitting: 'Fitting the models',
  storing: 'Storing the model',
};

/** A training of the running system, shown step by step. */
class Training {
  private last: TrainingStatus = {};
  private sign = performance.now();

  constructor(
    private readonly rpc: RpcClient,
    private readonly before: TrainingStatus,
  ) {}

  /** Shows each step while it lasts. @returns the id of the model that serves in the end */
  async watch(progress: Progress): Promise<string> {
    for (;;) {
      await this.look();
      const { running, serving } = this.last;
      if (serving && serving.since !== this.before.serving?.since) return serving.modelId;
      if (running) await progress.step(STEPS[running.step], (report) => this.stepEnds(running.step, report));
      else await pause(LOOK_MS);
    }
  }

  private async stepEnds(step: TrainingStep, report: StepReport): Promise<void> {
    let named = '';
    while (this.last.running?.step === step) {
      const { model = named, done = 0 } = this.last.running.fitting ?? {};
      if (model !== named) report.say(titleOf(model));
      named = model;
      report.fraction(done);
      await pause(LOOK_MS);
      await this.look();
    }
  }

  private async look(): Promise<void> {
    this.last = await this.rpc.call(trainingStatus, {});
    const { running, failed } = this.last;
    if (failed && failed.at !== this.before.failed?.at) throw new SetupError(failed.message);
    if (running) this.sign = performance.now();
    if (performance.now() - this.sign > TIMEOUT_MS)
      throw new SetupError(`nothing trained within ${TIMEOUT_MS / 1000} s; the recommender’s log says more`);
  }
}

/**
 * Has the running system train now, and waits until the model serves.
 *
 * @param upload  models trained elsewhere to take, see TrainModel
 * @returns the model's id
 * @throws SetupError saying why the training failed
 */
export async function trainNow(rpc: RpcClient, upload?: string): Promise<string> {
  const before = await rpc.call(trainModel, { ...(upload && { upload }) });
  return new Training(rpc, before).watch(new Progress());
}

/** Runs a command that calls the running system: prints its last line, or one that says what is wrong, and ends the process. */
export async function runCalling(command: (rpc: RpcClient) => Promise<string>): Promise<never> {
  try {
    const environment = readEnvironment();
    // The one line at the end says what is wrong; the client's own lines would only repeat it.
    if (!wantsCommandLog(environment)) Logger.overrideLogger(false);
    console.log(await command(new RpcClient(environment)));
  } catch (error) {
    const unreachable = error instanceof AppError && error.code === 'service_unavailable';
    console.error(`✗ ${oneLine(error)}${unreachable ? ' (is the system running? `npm start` runs it)' : ''}`);
    process.exitCode = 1;
  }
  // A client that never reached the broker would go on trying.
  process.exit();
}
