import { chown, statSync } from 'node:fs';

export interface FolderOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * To whom this process gives what it makes in the folder: root to the folder's owner, under whose account the server
 * may run the next time. Undefined where things belong to the right account by themselves.
 */
export function ownerToGive(folder: string): FolderOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

/** Gives what was made at `path` to the owner, where there is one to give it to. */
export function give(path: string, owner: FolderOwner | undefined): Promise<void> {
  if (!owner) return Promise.resolve();
  // File systems with one account for everything refuse this, and have done it by themselves.
  return new Promise((done) => chown(path, owner.uid, owner.gid, () => done()));
}
