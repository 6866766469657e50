import { Readable } from 'node:stream';
import type { ContentStore } from '../../content/content-store';
import type { Staging } from '../../content/staging';
import { CmisError } from '../../model/errors';
import { Permission } from '../../model/permissions';
import { openPieces } from '../content/content-stream';
import { PLAIN, type ObjectView } from '../values/object-view';
import type { Repository } from '../repository';
import type { Request } from '../contract/request';
import type { Amount } from '../storage/downloads';
import type { StoredObject } from '../values/stored-object';
import { zipped, type ZipEntry } from './zip-format';

export interface ZipParts {
  readonly repository: Repository;
  readonly staging: Staging;
  readonly store: ContentStore;
}

/** Nobody wants the archive any more. */
class Unwanted extends Error {}

const PAGE = 200;
const TELL_MS = 500;

/**
 * Packs what a download names, as the person sees it who asked for it, and makes the archive its content. Documents that
 * go meanwhile, or that the person may not read any more, are left out.
 */
export async function zipDownload(
  { repository, staging, store }: ZipParts,
  { request, id, signal }: { readonly request: Request; readonly id: string; readonly signal: AbortSignal },
): Promise<void> {
  const begun = await repository.beginDownload(request, id);
  if (!begun) return;
  const progress = { files: 0, bytes: 0 };
  let told = Date.now();
  const tell = async (): Promise<void> => {
    signal.throwIfAborted();
    if (Date.now() - told < TELL_MS) return;
    told = Date.now();
    if (!(await repository.advanceDownload(request, { objectId: id, added: { ...progress } }))) throw new Unwanted();
  };
  const source = Readable.from(watched(zipped(entries({ repository, request, store }, begun.roots, progress)), tell), {
    objectMode: false,
  });
  try {
    const bytes = await staging.stage(source);
    const added: Amount = { ...progress };
    if (!(await repository.finishDownload(request, { objectId: id, added, bytes }))) await staging.release(bytes.key);
  } catch (error) {
    if (error instanceof Unwanted) return;
    if (!(error instanceof CmisError) || error.code !== 'constraint') throw error;
    await repository.failDownload(request, { objectId: id, status: 'MAX_CONTENT_SIZE_EXCEEDED' });
  }
}

async function* watched(source: AsyncIterable<Buffer>, tell: () => Promise<void>): AsyncGenerator<Buffer> {
  for await (const bytes of source) {
    await tell();
    if (bytes.length > 0) yield bytes;
  }
}

interface Walk {
  readonly repository: Repository;
  readonly request: Request;
  readonly store: ContentStore;
}

async function* entries(
  walk: Walk,
  roots: readonly ObjectView[],
  progress: { files: number; bytes: number },
): AsyncGenerator<ZipEntry> {
  const names = new Set<string>();
  for (const { object } of roots) {
    yield* entriesOf(walk, { object, path: unusedName(object.name, names), progress });
  }
}

async function* entriesOf(
  walk: Walk,
  at: { readonly object: StoredObject; readonly path: string; readonly progress: { files: number; bytes: number } },
): AsyncGenerator<ZipEntry> {
  const { object, path, progress } = at;
  const { modified, content } = object;
  if (object.type.baseId === 'cmis:folder') {
    yield { path: `${path}/`, modified };
    const names = new Set<string>();
    for await (const child of childrenOf(walk, object)) {
      yield* entriesOf(walk, { object: child, path: `${path}/${unusedName(child.name, names)}`, progress });
    }
  } else if (content && object.access & Permission.ReadContent) {
    yield { path, modified, content: { length: content.length, open: () => openPieces(walk.store, content) } };
    progress.files++;
    progress.bytes += content.length;
  }
}

async function* childrenOf({ repository, request }: Walk, { uuid }: StoredObject): AsyncGenerator<StoredObject> {
  for (let skipCount = 0; ; skipCount += PAGE) {
    const page = await repository
      .getChildren(request, { folderId: uuid, page: { maxItems: PAGE, skipCount }, selection: PLAIN })
      .catch((error: unknown) => {
        if (error instanceof CmisError && ['objectNotFound', 'permissionDenied'].includes(error.code)) return undefined;
        throw error;
      });
    for (const { object } of page?.items ?? []) yield object;
    if (!page?.hasMoreItems) return;
  }
}

/** What a name would do to the folders of who unpacks it is taken out. */
function unusedName(name: string, used: Set<string>): string {
  const plain = name.replace(/[/\\\p{Cc}]/gu, '_').replace(/^\.+$/, '_');
  let free = plain;
  const dot = plain.lastIndexOf('.');
  const [start, end] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  for (let number = 1; used.has(free.toLowerCase()); number++) free = `${start}-${number}${end}`;
  used.add(free.toLowerCase());
  return free;
}
