import cliProgress from 'cli-progress';

/** What a running step can tell the person who waits. */
export interface StepReport {
  /** How much is done, 0 to 1. The first call shows a bar. */
  fraction(done: number): void;
  /** A line of its own, without ending the step. */
  say(line: string): void;
}

const PLAIN_INTERVAL_MS = 10_000;

/** A whole number as people read it: "1,234". */
export function count(number: number): string {
  return number.toLocaleString('en');
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Prints steps with their times; a bar on a terminal, a line now and then elsewhere. */
export class Progress {
  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  say(line: string): void {
    this.out.write(`${line}\n`);
  }

  /** Runs `work` under a title and says how long it took; a failure is named and passed on. */
  async step<T>(title: string, work: (report: StepReport) => Promise<T>): Promise<T> {
    const started = performance.now();
    this.say(`… ${title}`);
    const bar = new StepBar(this.out, title);
    try {
      const result = await work({
        fraction: (done) => bar.show(done),
        say: (line) => bar.say(`  ${line}`),
      });
      bar.end();
      this.say(`✓ ${title} (${seconds(performance.now() - started)})`);
      return result;
    } catch (error) {
      bar.end();
      this.say(`✗ ${title}`);
      throw error;
    }
  }
}

class StepBar {
  private bars?: cliProgress.MultiBar;
  private bar?: cliProgress.SingleBar;
  private lastPlain = performance.now();

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly title: string,
  ) {}

  show(done: number): void {
    if (!this.out.isTTY) return this.showPlain(done);
    this.bars ??= new cliProgress.MultiBar(
      {
        stream: this.out,
        format: '  {bar} {percentage} % · {duration} s',
        clearOnComplete: true,
        gracefulExit: false,
      },
      cliProgress.Presets.shades_classic,
    );
    this.bar ??= this.bars.create(100, 0);
    this.bar.update(Math.floor(Math.min(1, Math.max(0, done)) * 100));
  }

  say(line: string): void {
    if (this.bars?.isActive) this.bars.log(`${line}\n`);
    else this.out.write(`${line}\n`);
  }

  end(): void {
    this.bars?.stop();
  }

  private showPlain(done: number): void {
    if (performance.now() - this.lastPlain < PLAIN_INTERVAL_MS) return;
    this.lastPlain = performance.now();
    this.out.write(`  ${this.title}: ${Math.floor(done * 100)} %\n`);
  }
}
