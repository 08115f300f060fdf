/** Who a list is for: one user (later also a group, or nobody in particular). */
export type ListOwner = `user:${string}`;
/** Which of an owner's lists (later also rows of a page). */
export type ListKind = 'personal';

export interface ListKey {
  owner: ListOwner;
  kind: ListKind;
}

export const ownerOf = (userId: string): ListOwner => `user:${userId}`;
export const personalList = (userId: string): ListKey => ({ owner: ownerOf(userId), kind: 'personal' });

/** All keys of one owner have the same hash tag, so that they lie on one node of a Redis Cluster. */
export const listKey = ({ owner, kind }: ListKey) => `list:{${owner}}:${kind}`;
export const pendingKey = (owner: ListOwner) => `pending:{${owner}}`;

/** Where version 0.4 kept the same, by user id. */
export const keysOfVersion04 = (userId: string) => [`list:${userId}`, `marks:${userId}`];
