import { validationFailed } from '#contracts/protocol/validation.js';
import {
  getLibrary,
  type Library,
  removeLibrary,
  SetLibrary,
  setLibrary,
} from '#contracts/users/library.rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { withinTime } from '#platform/process/time-limit.js';
import { Controller } from '@nestjs/common';
import type { LibraryDocument } from '../documents/library.schema.js';
import { LibraryStore } from '../documents/library.store.js';
import { UserStore } from '../documents/user.store.js';
import { JellyfinClient } from './jellyfin.client.js';
import { LibraryError, requireAllowedHost } from './library.address.js';
import { LibraryRefresher } from './library.refresher.js';
import { SealedTokens } from './sealed.tokens.js';

/** Whoever waits is not to wait for a name server that is away. */
const LOOK_UP_MS = 1500;

/** What people have at home. */
@Controller()
export class LibrariesController {
  constructor(
    private readonly libraries: LibraryStore,
    private readonly users: UserStore,
    private readonly tokens: SealedTokens,
    private readonly jellyfin: JellyfinClient,
    private readonly refresher: LibraryRefresher,
  ) {}

  @OnRpc(setLibrary)
  async set({ userId, address, token }: SetLibrary): Promise<Library> {
    await this.users.get(userId, 'version');
    await this.requireAllowed(address);
    const library = await this.libraries.set(userId, address, this.tokens.seal(userId, token));
    this.refresher.soon();
    return shown(library);
  }

  @OnRpc(getLibrary)
  async get({ userId }: UserRef): Promise<Library | null> {
    const library = await this.libraries.find(userId);
    return library ? shown(library) : null;
  }

  @OnRpc(removeLibrary)
  async remove({ userId }: UserRef): Promise<null> {
    await this.libraries.remove(userId);
    this.refresher.soon();
    return null;
  }

  /** Where the name cannot be looked up now, the job that reads the library says so. */
  private async requireAllowed(address: string): Promise<void> {
    const refuse = (message: string) => validationFailed([{ path: 'address', message }]);
    if (!URL.canParse(address)) throw refuse('the address is none');
    const late = () => new LibraryError('late', 0);
    await withinTime(requireAllowedHost(new URL(address), this.jellyfin.allowed), LOOK_UP_MS, late).catch(
      ({ message, again }: LibraryError) => {
        if (again === undefined) throw refuse(message);
      },
    );
  }
}

function shown({ address, addedAt, refreshedAt, movieIds, unknown, problem }: LibraryDocument): Library {
  return {
    address: address!,
    addedAt: addedAt.toISOString(),
    ...(refreshedAt && { refreshedAt: refreshedAt.toISOString() }),
    films: movieIds.length,
    unknown,
    ...(problem !== undefined && { problem }),
  };
}
