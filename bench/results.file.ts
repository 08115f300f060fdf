import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const CONTAINERS = '\n## Containers\n';

/** bench/RESULTS.md: what one run measures, and under a heading of its own what another measured in containers. */
export class ResultsFile {
  constructor(private readonly path: string) {}

  writeMain(text: string): void {
    this.write(text, this.parts().containers);
  }

  writeContainers(text: string): void {
    this.write(this.parts().main, text);
  }

  private parts(): { main: string; containers: string } {
    const text = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
    const [main, containers = ''] = text.split(CONTAINERS);
    return { main, containers };
  }

  private write(main: string, containers: string): void {
    const section = containers.trim() ? `${CONTAINERS}\n${containers.trim()}\n` : '';
    writeFileSync(this.path, `${main.trim()}\n${section}`);
  }
}
