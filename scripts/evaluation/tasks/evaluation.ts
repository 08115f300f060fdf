import type { EvaluationData } from '../splits/evaluation.data.js';
import { addTables, type Tables } from '../splits/samples.js';
import type { PanelResult } from '../panel/panel.js';
import type { LikenessRow } from '../lists/likeness.measures.js';
import type { OfficialErrors } from '../stars/official-splits.js';
import type { StarPredictions } from '../stars/star-prediction.js';
import type { TaskResult } from './tasks.js';

/** Everything that was measured; what reports are written from. */
export interface Evaluation {
  data: EvaluationData;
  seed: number;
  folds: number;
  tables: Tables;
  shown: Record<string, number[][]>;
  stars: StarPredictions[];
  official: OfficialErrors[];
  panel: PanelResult[];
  likeness: LikenessRow[];
}

/** Puts the results of all tasks together. */
export function evaluationOf(
  data: EvaluationData,
  seed: number,
  folds: number,
  results: readonly TaskResult[],
): Evaluation {
  const evaluation: Evaluation = {
    data,
    seed,
    folds,
    tables: {},
    shown: {},
    stars: [],
    official: [],
    panel: [],
    likeness: [],
  };
  for (const { tables, shown, stars, official, panel, likeness } of results) {
    addTables(evaluation.tables, tables);
    for (const [model, lists] of Object.entries(shown)) (evaluation.shown[model] ??= []).push(...lists);
    if (stars) evaluation.stars.push(stars);
    if (official) evaluation.official.push(official);
    evaluation.panel.push(...(panel ?? []));
    if (likeness) evaluation.likeness.push(...likeness);
  }
  return evaluation;
}
