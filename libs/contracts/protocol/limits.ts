// Imports nothing, so that a thread that needs a number loads no validator.

/** `limit` of every list. */
export const MAX_PAGE = 100;
/** How many ratings one save may hold. */
export const MAX_RATINGS_PER_SAVE = 500;
/** How many rows one uploaded history may hold. */
export const MAX_RATINGS_PER_IMPORT = 20_000;
/** How many of its rows are matched, saved and announced at a time, so that none of it holds up what others ask. */
export const RATINGS_PER_CHUNK = 1000;
/** How many films of a person's own library are known at most. */
export const MAX_OWNED_FILMS = 20_000;
/** How many days one film may have been watched again on, as its rating's diary says. */
export const MAX_REWATCHES = 50;
/** The longest title, in characters, that is looked for. */
export const MAX_TITLE_LENGTH = 500;
