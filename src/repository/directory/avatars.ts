/** Pictures of people: what they send is drawn anew, so that nobody gets a file that somebody else has made. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ContentStore, StoredBytes } from '../../content/content-store';
import type { Staging } from '../../content/staging';
import { CmisError, invalidArgument } from '../../model/errors';
import { renditionNamed, type RenditionDefinition } from '../../renditions/definitions';
import type { Renderer } from '../../renditions/renderer';
import { requireAdministrator } from '../access/access';
import { nobody } from './people';
import { renditionContent } from '../contract/rendition-content';
import type { Repository } from '../repository';
import type { Request } from '../contract/request';
import type { ReadUnit, Transactor } from '../storage/storage';

export interface AvatarParts {
  readonly transactor: Transactor;
  readonly store: ContentStore;
  readonly staging: Staging;
  readonly renderer: Renderer;
}

type AvatarServices = Pick<Repository, 'getAvatar' | 'setAvatar' | 'removeAvatar'>;

const AVATAR = 'avatar';
/** What it is said to be does not matter: whoever draws it looks. */
const SENT_AS = 'image/png';

/**
 * Pictures of people, drawn to their size before they are kept. Everybody sees them; who it is and administrators
 * change one. @throws CmisError `objectNotFound` for nobody, `permissionDenied`, `notSupported` where nothing draws
 * pictures.
 */
export function avatarServices(parts: AvatarParts): AvatarServices {
  const { transactor, store, staging } = parts;
  return {
    getAvatar: async ({ caller }, person) => {
      const { isThere, avatar } = await transactor.read(caller, (uow) => uow.avatars.of(person));
      if (!isThere) return nobody(person);
      return avatar && renditionContent(store, { ...avatar, name: AVATAR }, AVATAR);
    },
    setAvatar: async (request, { person, picture }) => {
      await transactor.read(request.caller, (uow) => requireOwn(uow, person));
      const drawn = await draw(parts, picture);
      try {
        await transactor.write(request.caller, async (uow) => {
          await requireOwn(uow, person);
          await uow.avatarWriter.set(person, drawn);
        });
      } finally {
        await staging.release(drawn.key);
      }
    },
    removeAvatar: ({ caller }: Request, person) =>
      transactor.write(caller, async (uow) => {
        await requireOwn(uow, person);
        await uow.avatarWriter.remove(person);
      }),
  };
}

/** @throws CmisError `objectNotFound`, `permissionDenied`. */
async function requireOwn(uow: ReadUnit, person: string): Promise<void> {
  if (!(await uow.avatars.of(person)).isThere) nobody(person);
  if (uow.caller.name !== person) requireAdministrator(uow, `change the picture of '${person}'`);
}

/** @throws CmisError `notSupported` where nothing draws images, `invalidArgument` for what is none. */
async function draw(
  { renderer, staging, store }: AvatarParts,
  picture: StoredBytes,
): Promise<StoredBytes & { readonly mimeType: string }> {
  const definition = renditionNamed(AVATAR);
  if (!definition || !(await renderer.offered(SENT_AS)).includes(definition))
    throw new CmisError('notSupported', 'This server cannot draw pictures.');
  const folder = await mkdtemp(join(tmpdir(), 'triptych-avatar-'));
  try {
    const path = store.path?.(picture.key) ?? (await copied(store, picture.key, join(folder, 'sent')));
    return { ...(await drawn(renderer, { path, definition, target: join(folder, 'made') }, staging)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawn(
  renderer: Renderer,
  file: { readonly path: string; readonly definition: RenditionDefinition; readonly target: string },
  staging: Staging,
): Promise<StoredBytes & { readonly mimeType: string }> {
  const { path, definition, target } = file;
  const source = { path, mimeType: SENT_AS, fileName: AVATAR };
  const outcome = await renderer.render(source, definition, target);
  if (outcome.kind === 'failed') throw invalidArgument('The picture cannot be read: it is no image, or too large.');
  return { ...(await staging.stage(createReadStream(target))), mimeType: definition.mimeType };
}

async function copied(store: ContentStore, key: string, path: string): Promise<string> {
  await pipeline(await store.open(key), createWriteStream(path, { mode: 0o600 }));
  return path;
}
