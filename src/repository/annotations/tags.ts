/** Tags: words that people put on documents and folders. A tag is a category, and has its name in lower case. */
import { normalForm } from '../../model/normal-form';
import { CmisError, invalidArgument } from '../../model/errors';
import { requireAction, requireAdministrator } from '../access/access';
import { findAnnotated, lockAnnotated } from './annotated';
import { classesOf, classify, makeClass, renameClass, requireClassifiable } from './classified';
import { lockObject, requireChangeable } from '../access/found';
import { parseObjectId } from '../values/object-id';
import type { PageRequest } from '../values/object-view';
import type { ReadUnit, UnitOfWork } from '../storage/storage';
import type { Counted } from '../storage/directory';
import type { StoredTag, TagList } from '../storage/tags';
import type { StoredObject } from '../values/stored-object';

export const TAGGABLE = 'cm:taggable';
const TAGS = { property: TAGGABLE, aspect: 'P:cm:taggable', aspectGoes: false } as const;
/** What only administrators may. */
const CHANGE = 'change what tags there are';

/** Everybody may know what tags there are. */
export const listTags = (uow: ReadUnit, input: TagList): Promise<Counted<StoredTag>> => uow.tags.list(input);

interface OfTag {
  readonly tagId: string;
  readonly withCount: boolean;
}

/** @throws CmisError `objectNotFound`. */
export async function getTag(uow: ReadUnit, { tagId, withCount }: OfTag): Promise<StoredTag> {
  const id = parseObjectId(tagId);
  const [tag] = id ? await uow.tags.find({ uuids: [id.uuid] }, { withCount }) : [];
  return tag ?? noTag(tagId);
}

/** By administrators. @throws CmisError `nameConstraintViolation` for a tag that there is. */
export async function createTags(
  uow: UnitOfWork,
  { names, withCount }: { readonly names: readonly string[]; readonly withCount: boolean },
): Promise<readonly StoredTag[]> {
  const wanted = [...new Set(names.map(tagName))];
  await uow.tagWriter.lock();
  const [existing] = await uow.tags.find({ names: wanted });
  requireAdministrator(uow, CHANGE);
  if (existing) throw taken(existing.name);
  for (const name of wanted) await makeTag(uow, name);
  const made = await uow.tags.find({ names: wanted }, { withCount });
  return wanted.flatMap((name) => made.find((tag) => tag.name === name) ?? []);
}

/** By administrators: objects that have the tag have it under its new name. */
export async function renameTag(
  uow: UnitOfWork,
  { tagId, withCount, name }: OfTag & { readonly name: string },
): Promise<StoredTag> {
  const wanted = tagName(name);
  await uow.tagWriter.lock();
  const tag = await getTag(uow, { tagId, withCount });
  requireAdministrator(uow, CHANGE);
  if (tag.name === wanted) throw invalidArgument(`The tag has the name '${wanted}' already.`);
  const [other] = await uow.tags.find({ names: [wanted] });
  if (other) throw taken(wanted);
  await renameClass(uow, tag.uuid, wanted);
  return { ...tag, name: wanted };
}

/** By administrators: it goes from all that has it, too. */
export async function deleteTag(uow: UnitOfWork, tagId: string): Promise<void> {
  await uow.tagWriter.lock();
  const tag = await getTag(uow, { tagId, withCount: false });
  requireAdministrator(uow, CHANGE);
  await uow.tagWriter.takeOff(tag.uuid);
  await uow.writer.delete([await lockObject(uow, tag.uuid)]);
}

/** By name. @throws CmisError `objectNotFound`, `permissionDenied`, `notSupported` for what has no tags. */
export async function listTagsOf(
  uow: ReadUnit,
  { objectId, page }: { readonly objectId: string; readonly page: PageRequest },
): Promise<Counted<StoredTag>> {
  const { maxItems, skipCount } = page;
  const object = requireClassifiable(await findAnnotated(uow, objectId), 'tags');
  const tags = await uow.tags.find({ uuids: tagsOn(object) });
  return { items: tags.slice(skipCount, skipCount + maxItems), total: tags.length };
}

/** By whoever may change its properties. Tags that are not there yet are made. */
export async function addTags(
  uow: UnitOfWork,
  { objectId, names }: { readonly objectId: string; readonly names: readonly string[] },
): Promise<readonly StoredTag[]> {
  const wanted = [...new Set(names.map(tagName))];
  await uow.tagWriter.lock();
  const object = await changeable(uow, objectId);
  const existing = new Set((await uow.tags.find({ names: wanted })).map(({ name }) => name));
  for (const name of wanted) if (!existing.has(name)) await makeTag(uow, name);
  const tags = await uow.tags.find({ names: wanted });
  const before = tagsOn(object);
  const added = tags.map(({ uuid }) => uuid).filter((uuid) => !before.includes(uuid));
  if (added.length > 0) await write(uow, object, [...before, ...added]);
  return wanted.flatMap((name) => tags.find((tag) => tag.name === name) ?? []);
}

/** @throws CmisError `objectNotFound` when the object has no such tag. */
export async function removeTag(
  uow: UnitOfWork,
  { objectId, tagId }: { readonly objectId: string; readonly tagId: string },
): Promise<void> {
  const object = await changeable(uow, objectId);
  const before = tagsOn(object);
  const uuid = parseObjectId(tagId)?.uuid;
  if (uuid === undefined || !before.includes(uuid)) noTag(tagId);
  await write(
    uow,
    object,
    before.filter((one) => one !== uuid),
  );
}

/** Uuids of what the object is tagged with, some of which may be no tags. */
const tagsOn = (object: StoredObject): readonly string[] => classesOf(object, TAGS);

async function changeable(uow: UnitOfWork, objectId: string): Promise<StoredObject> {
  const object = requireClassifiable(await lockAnnotated(uow, objectId), 'tags');
  requireAction(object, 'canUpdateProperties');
  requireChangeable(object);
  return object;
}

const write = (uow: UnitOfWork, before: StoredObject, uuids: readonly string[]): Promise<void> =>
  classify(uow, before, { ...TAGS, uuids });

async function makeTag(uow: UnitOfWork, name: string): Promise<void> {
  const tag = await makeClass(uow, name);
  await uow.tagWriter.register(tag.key);
}

const MAX_NAME = 255;

/** @throws CmisError `invalidArgument`. */
function tagName(text: string): string {
  const name = normalForm(text.trim(), 'NFC').toLowerCase();
  if (name === '' || name.length > MAX_NAME || /[\p{Cc}|]/u.test(name)) {
    throw invalidArgument(
      `'${name.slice(0, 100)}' can be no tag: it is empty, longer than ${MAX_NAME} characters, or holds a control character or '|'.`,
    );
  }
  return name;
}

const taken = (name: string): CmisError =>
  new CmisError('nameConstraintViolation', `There is a tag '${name}' already.`);

function noTag(id: string): never {
  throw new CmisError('objectNotFound', `There is no tag '${id}'.`);
}
