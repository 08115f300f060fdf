/**
 * The shape of the states in a model file. Raise it with any change of a state's keys, kinds of arrays or nesting, and when
 * the same numbers come to mean something else: a recommender does not load a model of another format, and trains anew.
 * model-format.spec.ts notices a change of shape, and only that. A scorer that is added needs no new format: a model
 * without its state is not loaded either.
 */
export const MODEL_FORMAT = 2;
