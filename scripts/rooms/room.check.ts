import { posix } from 'node:path';
import { circles, type ImportGraph } from './import.graph.js';
import { type Areas, roomOf } from './rooms.file.js';

/** "About fifteen": beyond it a room wants to be two. */
const MAX_FILES = 16;

/** What in the imports is not as rooms.json has it, a line each. */
export function roomProblems(graph: ImportGraph, areas: Areas): string[] {
  return [...wrongImports(graph, areas), ...circlesOf(graph), ...crowdedRooms([...graph.keys()])];
}

function wrongImports(graph: ImportGraph, areas: Areas): string[] {
  const problems: string[] = [];
  for (const [file, targets] of graph) {
    const room = roomOf(file, areas);
    if (!room) continue;
    for (const target of targets) {
      const other = roomOf(target, areas);
      if (!other) problems.push(`${file} imports ${target}, which is in no room`);
      else if (other.area !== room.area) {
        if (!areas[room.area].imports.includes(other.area))
          problems.push(`${file} imports ${target}: ${areas[room.area].why}`);
      } else if (other.rank > room.rank)
        problems.push(
          `${file} imports ${target}: ${room.name}/ stands below ${other.name || 'the files beside it'}`,
        );
    }
  }
  return problems;
}

function circlesOf(graph: ImportGraph): string[] {
  return circles(graph).map((files) => `a circle: ${[...files, files[0]].join(' → ')}`);
}

function crowdedRooms(files: readonly string[]): string[] {
  const sources = files.filter((file) => !/\.spec\.tsx?$|\.d\.ts$/.test(file));
  return [...Map.groupBy(sources, (file) => posix.dirname(file))]
    .filter(([, inside]) => inside.length > MAX_FILES)
    .map(([folder, inside]) => `${folder} has ${inside.length} files: make it two rooms`);
}
