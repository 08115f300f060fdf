import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import { importGraph } from '../../rooms/import.graph.js';
import { roomProblems } from '../../rooms/room.check.js';
import { roomPicture } from '../../rooms/room.picture.js';
import { readRooms } from '../../rooms/rooms.file.js';

const USAGE = 'usage: npm run docs:rooms [-- --check]';
const PICTURE = /(<!-- rooms: npm run docs:rooms -->\n)[^]*?(<!-- end of rooms -->)/;

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const root = projectRoot();
const page = join(root, 'docs', 'architecture.md');
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], { cwd: root });
const files = listed
  .toString()
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(root, file)));
const areas = readRooms(root);
const graph = importGraph(root, files);
const problems = roomProblems(graph, areas);

const before = readFileSync(page, 'utf8');
const after = before.replace(PICTURE, (_, begin: string, end: string) =>
  [begin, '```mermaid', `${roomPicture(graph, areas)}\n\`\`\`\n`, end].join('\n'),
);
if (!values.check) writeFileSync(page, after);
else if (before !== after)
  problems.push('docs/architecture.md: the picture is of other imports; npm run docs:rooms');

for (const problem of problems) console.error(`✗ ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
