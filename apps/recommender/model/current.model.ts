import { AppError } from '#contracts/protocol/app.error.js';
import type { Ranker } from '#ranking/ranking/ranker.js';
import { Injectable } from '@nestjs/common';

/** A trained ranker and where it comes from. */
export interface Model {
  /** `m-<yyyymmddhhmmss>-<fingerprint of its data>`. */
  id: string;
  trainedAt: Date;
  /** When it was published, the same for all replicas: after `trainedAt`, and later when it serves again after a rollback. */
  since: Date;
  /** What changed from here on is reason to train again. */
  changesFrom: Date;
  ranker: Ranker;
  /** Hash of the blend's weights. */
  weights: string;
  /** An operator went back to it from a newer one. */
  rolledBack: boolean;
  users: number;
  movies: number;
  ratings: number;
  /** Movies with a plot vector. */
  plots: number;
  /** It was trained without plot vectors because Chroma could not be asked. */
  withoutPlots: boolean;
  /** Made in a hurry, see `Bundle.quick`: a better one is due. */
  quick: boolean;
  /** See `Bundle.outside`. */
  outside: boolean;
}

/** The model that serves. */
@Injectable()
export class CurrentModel {
  private model?: Model;

  peek(): Model | undefined {
    return this.model;
  }

  /** @throws AppError `service_unavailable` before the first training has ended */
  get(): Model {
    if (!this.model)
      throw new AppError('service_unavailable', 'The recommendations are being prepared. Try again soon.');
    return this.model;
  }

  set(model: Model): void {
    this.model = model;
  }
}

export function modelId(trainedAt: Date, fingerprint: string): string {
  return `m-${trainedAt.toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${fingerprint.slice(0, 6)}`;
}
