import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readOutsideModels } from '#ranking/storage/outside-file.js';
import { withProviders } from '#platform/command.bootstrap.js';
import { commandLoggerModule } from '#platform/observability/logging.js';
import { CommandError } from '#platform/stores/store.check.js';
import { Module } from '@nestjs/common';
import { MovieStore } from '../profiles/movie.store.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { OutsideUploads } from './outside.uploads.js';
import { exportParquet } from './ratings.export.js';

@Module({ imports: [commandLoggerModule('recommender'), ProfilesModule], providers: [OutsideUploads] })
class ExchangeModule {}

async function* moviesOf(store: MovieStore) {
  for await (const { movie } of store.changedSince()) yield movie;
}

/** `--export <folder>`: writes films and ratings as Parquet, for a training elsewhere. */
export async function exportData(folder: string): Promise<void> {
  await withProviders(ExchangeModule, async (app) => {
    const began = performance.now();
    const { movies, ratings, users } = await exportParquet(
      resolve(folder),
      moviesOf(app.get(MovieStore)),
      app.get(UserProfileStore).all(),
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`✓ ${folder}: ${movies} films, ${ratings} ratings of ${users} people in ${seconds} s`);
  });
}

/** `--upload <file>`: checks models trained elsewhere and stores them for a training to take. Its last word is their name. */
export async function uploadModels(file: string): Promise<void> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new CommandError(error.message);
  });
  const { engine, models, header } = await readOutsideModels(bytes).catch((error: Error) => {
    throw new CommandError(`${file}: ${error.message}`);
  });
  await withProviders(ExchangeModule, async (app) => {
    const id = await app.get(OutsideUploads).save(bytes);
    console.log(`✓ ${header.modelId} of ${engine}, ${models.itemIds.length} films, is stored as ${id}`);
  });
}
