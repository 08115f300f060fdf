import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const HEAD = '# Measured';

/** bench/RESULTS.md: a section for each of the runs that figures come from, each with a heading of its own. */
export class ResultsFile {
  constructor(private readonly path: string) {}

  /** Puts a run's figures in the place of those of the run before; the other sections stay. */
  write(title: string, text: string): void {
    const sections = this.sections();
    sections.set(title, text.trim());
    const parts = [...sections].map(([heading, body]) => `## ${heading}\n\n${body}\n`);
    writeFileSync(this.path, [`${HEAD}\n`, ...parts].join('\n'));
  }

  private sections(): Map<string, string> {
    const text = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
    const [, ...parts] = text.split(/^## /mu);
    return new Map(
      parts.map((part) => {
        const [heading, ...body] = part.split('\n');
        return [heading, body.join('\n').trim()];
      }),
    );
  }
}
