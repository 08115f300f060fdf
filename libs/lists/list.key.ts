/** Who a list is for: one user (later also a group, or nobody in particular). */
export type ListOwner = `user:${string}`;
/**
 * Which of an owner's lists: the plain one, one for a wish (`view:` and its digest), or one that was replaced while
 * somebody paged through it (`kept:` and its id). Later also rows of a page.
 */
export type ListKind = 'personal' | `view:${string}` | `kept:${string}`;

export interface ListKey {
  owner: ListOwner;
  kind: ListKind;
}

export const ownerOf = (userId: string): ListOwner => `user:${userId}`;
export const personalList = (userId: string): ListKey => ({ owner: ownerOf(userId), kind: 'personal' });

/** All keys of one owner have the same hash tag, so that they lie on one node of a Redis Cluster. */
export const listKey = ({ owner, kind }: ListKey) => `${listKeyPrefix(owner)}${kind}`;
/** What the keys of an owner's lists begin with. */
export const listKeyPrefix = (owner: ListOwner) => `list:{${owner}}:`;
export const shortLivedKey = (owner: ListOwner) => `lists:{${owner}}`;
export const pendingKey = (owner: ListOwner) => `pending:{${owner}}`;
/** Written when somebody waits for the rest of a list. */
export const wantedKey = (owner: ListOwner) => `${WANTED_KEYS}${owner}}`;
export const WANTED_KEYS = 'wanted:{';

/** What the keys begin with that say whether somebody's list is up to date: those of lists, and of pending changes. */
export const OWNED_KEYS = ['list:{', 'pending:{'];
/** Whose key it is, whatever stands before it; undefined for one of no user. */
export const userIn = (key: string): string | undefined => /\{user:([^}]+)\}/.exec(key)?.[1];

/** Where version 0.4 kept the same, by user id. */
export const keysOfVersion04 = (userId: string) => [`list:${userId}`, `marks:${userId}`];
