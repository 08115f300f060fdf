import type { ImportGraph } from './import.graph.js';
import { type Areas, roomOf } from './rooms.file.js';

/** Areas that are left out of the picture: they are about the product, not the product. */
const BESIDE = /^(scripts|bench|test)/;

/**
 * The product's rooms as a Mermaid flowchart: an arrow for each import between rooms of an area and between areas,
 * except where other arrows lead there already.
 */
export function roomPicture(graph: ImportGraph, areas: Areas): string {
  const shown = Object.entries(areas).filter(([area]) => !BESIDE.test(area));
  const between = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    if (from !== to) between.set(from, (between.get(from) ?? new Set()).add(to));
  };
  for (const [file, targets] of graph) {
    const room = roomOf(file, areas);
    if (!room || BESIDE.test(room.area)) continue;
    for (const target of targets) {
      const other = roomOf(target, areas);
      if (!other) continue;
      if (other.area !== room.area) add(room.area, other.area);
      else if (room.name && other.name) add(`${room.area}/${room.name}`, `${other.area}/${other.name}`);
    }
  }
  const lines = ['flowchart BT'];
  for (const [area, { rooms }] of shown) {
    const names = Object.keys(rooms);
    if (names.length === 0) {
      lines.push(`  ${idOf(area)}["${area}"]`);
      continue;
    }
    lines.push(`  subgraph ${idOf(area)}["${area}"]`);
    for (const name of names) lines.push(`    ${idOf(`${area}/${name}`)}["${name}"]`);
    lines.push('  end');
  }
  for (const [from, targets] of between)
    for (const to of targets) if (!leadsTo(between, from, to)) lines.push(`  ${idOf(from)} --> ${idOf(to)}`);
  return lines.join('\n');
}

/** Whether `to` is reached from `from` by more than one arrow. */
function leadsTo(between: Map<string, Set<string>>, from: string, to: string): boolean {
  const seen = new Set<string>([from]);
  const waiting = [...(between.get(from) ?? [])].filter((next) => next !== to);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(between.get(next) ?? []));
  }
  return false;
}

const idOf = (name: string) => name.replaceAll(/\W/g, '_');
