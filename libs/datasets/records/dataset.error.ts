/** A data set that cannot be used as it is; the message names the file and what is wrong with it. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** A file that is sound, and holds nothing of what was looked for. */
export class NothingToRead extends DatasetError {}
