import type { Item } from '#ranking/data/item.js';
import { ownMiddle } from '#ranking/data/user-preferences.js';
import type { Composition, RankedItem } from '#ranking/ranking/recommendation.js';
import type { BlendWeights } from '#ranking/scores/blend.js';
import { inKernelMemory } from '#ranking/kernels/in-memory.js';
import { fitRanker, Ranker } from '#ranking/ranking/ranker.js';
import { bySource, SCORERS } from '#ranking/scores/scorers.js';
import type { Setting } from '../splits/setting.js';
import { ratersOf } from '../splits/split.js';
import { isInWorld, type Taste } from './taste.js';
import { TASTES } from './tastes.js';
import { TASTES_KEPT_BACK } from './tastes.kept-back.js';

/** How much of a list is looked at. */
export const LOOKED_AT = [10, 20, 50] as const;
const LENGTH = Math.max(...LOOKED_AT);

/** What a list is like for somebody with a taste. */
export interface PanelList {
  /** Share of the first 10, 20, 50 films that belong to the world, 0–1. */
  inWorld: number[];
  /** Films of a series before which an earlier one, not rated, is missing. */
  outOfOrder: number;
  /** The rated film that most first reasons name, and how many. */
  mostNamed?: { title: string; times: number };
  /** Place among all films by number of ratings, 1 the best known; of the middle film. */
  medianRank: number;
  /** Films that are predicted fewer stars than the middle of the person's own scale. */
  underMiddle: number;
  /** Of the loved films of the world, each hidden in turn: the share that the list finds among its first 10, 20, 50. */
  found: number[];
}

/** One taste, as it is served and as it would be if nothing knew of worlds. */
export interface PanelResult {
  taste: string;
  keptBack: boolean;
  /** Films of the world in the catalogue, those rated left out. */
  inCatalogue: number;
  served: PanelList;
  without: PanelList;
  /** What is served, when less is known of the taste, or more beside it. */
  hard: HardPanelLists;
}

/** Shares of the world in the first 10, 20, 50 films, 0–1. */
export interface HardPanelLists {
  /** For the first three films that they rated alone. */
  ofThree: number[];
  /** For all of them and the three best-known films of other worlds, four stars each. */
  besideFamous: number[];
}

/** The same weights with the sources of one scorer silent. */
function withoutWorld(weights: BlendWeights): BlendWeights {
  const silent = Object.keys(SCORERS.world.sources);
  const sources = bySource((source) =>
    silent.includes(source) ? weights.sources[source].map(() => 0) : weights.sources[source],
  );
  return { ...weights, sources };
}

/** Measures every taste whose films are in the catalogue, with models that know all ratings. */
export function measurePanel({ data: { items, ratings }, weights }: Setting): PanelResult[] {
  const panel = new Panel(items, ratersOf(ratings));
  const tastes = [...TASTES, ...TASTES_KEPT_BACK].filter((taste) => panel.knows(taste));
  if (tastes.length === 0) return [];
  const state = inKernelMemory(fitRanker({ items, ratings }, { weights }));
  const served = new Ranker(state);
  const without = new Ranker({ ...state, weights: withoutWorld(weights) });
  return tastes.map((taste) => ({
    taste: taste.name,
    keptBack: TASTES_KEPT_BACK.includes(taste),
    inCatalogue: panel.inCatalogue(taste),
    served: panel.measure(served, taste),
    without: panel.measure(without, taste),
    hard: panel.measureHard(served, taste),
  }));
}

/** Stars from which somebody's film is looked for. */
const LOVED = 4;
/** So many films are few, and so many that everybody knows come beside a taste. */
const FEW = 3;

/** Measures lists for tastes. Items and ranks are those of the catalogue the rankers were fitted with. */
export class Panel {
  private readonly itemOf: Map<string, Item>;
  /** By collection, the oldest first. */
  private readonly series = new Map<string, Item[]>();
  private readonly rankOf: Map<string, number>;
  /** Ids, the best known first. */
  private readonly byRaters: string[];
  /** As lists are served; nobody here knows directors from cast. */
  private readonly composition: Composition = {
    seriesOf: (id) => this.itemOf.get(id)!.collection,
    partsOf: (series) => (this.series.get(series) ?? []).map(({ id }) => id),
    directorsOf: () => [],
  };

  /** @param raters  how many people rated each item, in the items' order */
  constructor(items: readonly Item[], raters: ArrayLike<number>) {
    this.itemOf = new Map(items.map((item) => [item.id, item]));
    for (const item of items)
      if (item.collection && item.year)
        this.series.set(item.collection, [...(this.series.get(item.collection) ?? []), item]);
    for (const parts of this.series.values()) parts.sort((a, b) => a.year! - b.year!);
    const byRaters = [...items.keys()].sort((a, b) => raters[b] - raters[a] || a - b);
    this.byRaters = byRaters.map((item) => items[item].id);
    this.rankOf = new Map(this.byRaters.map((id, at) => [id, at + 1]));
  }

  /** Whether the catalogue has the films of a taste. */
  knows({ rated }: Taste): boolean {
    return rated.every(([id]) => this.itemOf.has(id));
  }

  /** Films of the taste's world that could be listed. */
  inCatalogue({ world, rated }: Taste): number {
    const known = new Set(rated.map(([id]) => id));
    return [...this.itemOf.values()].filter((item) => !known.has(item.id) && isInWorld(item, world)).length;
  }

  measure(ranker: Ranker, taste: Taste): PanelList {
    const ratings = taste.rated.map(([item, , stars]) => ({ item, stars }));
    const { composition } = this;
    const list = ranker.recommend({ ratings, limit: LENGTH, composition });
    const places = ratings
      .filter(({ item, stars }) => stars >= LOVED && isInWorld(this.itemOf.get(item)!, taste.world))
      .map(({ item: hidden }) => {
        const others = ratings.filter(({ item }) => item !== hidden);
        return ranker
          .recommend({ ratings: others, limit: LENGTH, composition })
          .findIndex(({ item }) => item === hidden);
      });
    const middle = ownMiddle(ratings.map(({ stars }) => stars));
    const ranks = list.map(({ item }) => this.rankOf.get(item)!).sort((a, b) => a - b);
    return {
      inWorld: this.sharesOf(list, taste),
      outOfOrder: this.outOfOrder(list, taste),
      mostNamed: mostNamed(list, taste),
      medianRank: ranks[ranks.length >> 1],
      underMiddle: list.filter(({ predictedRating }) => predictedRating < middle).length,
      found: LOOKED_AT.map(
        (top) => places.filter((place) => place >= 0 && place < top).length / Math.max(places.length, 1),
      ),
    };
  }

  measureHard(ranker: Ranker, taste: Taste): HardPanelLists {
    const own = taste.rated.map(([item, , stars]) => ({ item, stars }));
    const rated = new Set(own.map(({ item }) => item));
    const famous = this.byRaters
      .filter((id) => !rated.has(id) && !isInWorld(this.itemOf.get(id)!, taste.world))
      .slice(0, FEW)
      .map((item) => ({ item, stars: LOVED }));
    const { composition } = this;
    const shares = (ratings: typeof own) =>
      this.sharesOf(ranker.recommend({ ratings, limit: LENGTH, composition }), taste);
    return { ofThree: shares(own.slice(0, FEW)), besideFamous: shares([...own, ...famous]) };
  }

  private sharesOf(list: readonly RankedItem[], { world }: Taste): number[] {
    const inWorld = list.map(({ item }) => isInWorld(this.itemOf.get(item)!, world));
    return LOOKED_AT.map((top) => inWorld.slice(0, top).filter(Boolean).length / top);
  }

  private outOfOrder(list: readonly RankedItem[], { rated }: Taste): number {
    const before = new Set(rated.map(([id]) => id));
    let count = 0;
    for (const { item: id } of list) {
      const { collection, year } = this.itemOf.get(id)!;
      const parts = (collection && this.series.get(collection)) || [];
      if (parts.some((part) => part.year! < (year ?? 0) && !before.has(part.id))) count++;
      before.add(id);
    }
    return count;
  }
}

function mostNamed(list: readonly RankedItem[], { rated }: Taste): PanelList['mostNamed'] {
  const times = new Map<string, number>();
  for (const { reasons } of list) {
    const [first] = reasons;
    if (first?.kind !== 'liked-film') continue;
    for (const item of [first.item, ...(first.with ? [first.with.item] : [])])
      times.set(item, (times.get(item) ?? 0) + 1);
  }
  const [most] = [...times].sort((a, b) => b[1] - a[1]);
  return most && { title: rated.find(([id]) => id === most[0])![1], times: most[1] };
}
