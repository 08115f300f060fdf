import { AppError } from '#contracts/protocol/app.error.js';
import { Injectable } from '@nestjs/common';

const LIMITS = { running: 4, waiting: 16, seconds: 10 };

/** How many imports run at once. Others wait for a place, so many and so long as the limits say. */
@Injectable()
export class ImportPlaces {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly limits = LIMITS;

  /** @throws AppError `service_unavailable` when there is no place in time */
  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.limits.running) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      // A place goes to the one who waits longest without becoming free between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.limits.waiting) throw busy();
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(busy());
      }, this.limits.seconds * 1000);
      this.waiting.push(start);
    });
  }
}

function busy(): AppError {
  return new AppError('service_unavailable', 'Too many histories are being imported. Try again soon.');
}
