import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the repository: what else it may import, and its rooms, the lowest first. */
export interface Area {
  /** Areas it may import. */
  imports: string[];
  /** Why not others: the sentence that lint shows. */
  why: string;
  /** What each room is for. A room imports itself and rooms before it; files beside the rooms import any of them. */
  rooms: Record<string, string>;
}

export type Areas = Record<string, Area>;

/** A file's room, and how high it stands among those of its area. */
export interface Room {
  area: string;
  /** Empty for files beside the rooms. */
  name: string;
  rank: number;
}

export function readRooms(root: string): Areas {
  return JSON.parse(readFileSync(join(root, 'rooms.json'), 'utf8')) as Areas;
}

/** @returns nothing for a file outside all areas */
export function roomOf(file: string, areas: Areas): Room | undefined {
  const area = longest(Object.keys(areas), file);
  if (area === undefined) return undefined;
  const names = Object.keys(areas[area].rooms);
  const name = longest(names, file.slice(area.length + 1));
  return name === undefined
    ? { area, name: '', rank: names.length }
    : { area, name, rank: names.indexOf(name) };
}

/** The longest of the folders that a file is in. */
function longest(folders: string[], file: string): string | undefined {
  return folders
    .filter((folder) => file.startsWith(`${folder}/`))
    .reduce<string | undefined>(
      (best, folder) => (folder.length > (best?.length ?? 0) ? folder : best),
      undefined,
    );
}
