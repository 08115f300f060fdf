import { isLiked, ownMiddle, type UserPreferences } from '../data/user-preferences.js';
import type { World, WorldModel } from '../models/world.model.js';
import type { TasteWorld } from './recommendation.js';

/** How clear a taste must be for its world to be told of, and kept to by a varied list. */
export const CLEAR = 0.5;
/** Of how many liked films at least, and of what share of them, a world must be to be told of. */
const TOLD = { liked: 3, share: 0.5 };

/**
 * What somebody's taste is about; undefined for one without a clear world.
 *
 * @param world    of what they like
 * @param unrated  the catalogue without what they rated
 */
export function tasteWorld(
  model: WorldModel,
  world: World,
  user: UserPreferences,
  unrated: readonly number[],
): TasteWorld | undefined {
  const centre = world.clarity < CLEAR ? undefined : model.centre(world);
  if (!centre) return undefined;
  const middle = ownMiddle(user.stars);
  const films = [...user.items].filter((_, k) => isLiked(user.stars[k], middle));
  const liked = films.filter((item) => model.has(item, centre)).length;
  if (liked < TOLD.liked || liked < TOLD.share * films.length) return undefined;
  const inCatalogue = unrated.filter((item) => model.has(item, centre)).length;
  return { axis: centre.axis, name: centre.name, liked, of: films.length, inCatalogue };
}
