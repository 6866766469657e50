/** A node as this API shows it; reference: Alfresco's `Node`. */
import { isLocked } from '../../model/lock';
import type { TypeRegistry } from '../../model/type-registry';
import type { AllowableActions } from '../../repository/values/allowable-actions';
import type { ObjectView } from '../../repository/values/object-view';
import type { Ancestors } from '../../repository/storage/navigation';
import type { StoredContent, StoredObject } from '../../repository/values/stored-object';
import { dateText } from '../framework/dates';
import type { Json } from '../framework/operation';
import { definitionOf } from '../model/definitions';
import { typeName } from '../model/names';
import { mimeTypeName } from './mime-type-names';
import { aspectNames, isCheckedOut, shownProperties } from './node-values';
import { shownPermissions } from './permissions';
import { usersBy } from './users';

/** What answers hold besides the usual members. */
export type Wanted = ReadonlySet<string>;

/** What is known of all nodes of an answer together. */
export interface Surroundings {
  readonly types: TypeRegistry;
  readonly displayNames: ReadonlyMap<string, string>;
  /** By object key; undefined where no path is asked for. */
  readonly ancestors: ReadonlyMap<number, Ancestors> | undefined;
  /** Keys of those that are the caller's favourites; undefined where nobody asks. */
  readonly favourites: ReadonlySet<number> | undefined;
}

/** The entry of a node: the members that are wanted, none that is not set. */
export const nodeEntry = (view: ObjectView, wanted: Wanted, around: Surroundings): Json => ({
  ...lastingMembers(view, wanted, around),
  ...momentaryMembers(view, wanted, around),
});

/** What the node itself decides with the names of people and with what is allowed. */
export function lastingMembers(view: ObjectView, wanted: Wanted, around: Surroundings): Json {
  const { object } = view;
  const userOf = usersBy(around.displayNames);
  const properties = shownProperties(around.types, object, userOf);
  return {
    id: object.uuid,
    name: object.name,
    nodeType: typeName(object.type),
    ...kindOf(around.types, object),
    ...(object.parentUuid !== undefined && { parentId: object.parentUuid }),
    createdAt: dateText(object.seriesCreated?.at ?? object.created),
    createdByUser: userOf(object.seriesCreated?.by ?? object.createdBy),
    modifiedAt: dateText(object.modified),
    modifiedByUser: userOf(object.modifiedBy),
    ...(object.content && { content: contentInfo(object.content) }),
    ...(wanted.has('properties') ? { properties } : { properties: someOf(properties, wanted) }),
    ...(wanted.has('aspectNames') && { aspectNames: aspectNames(object) }),
    ...(wanted.has('isLink') && { isLink: isLink(around.types, object) }),
    ...(wanted.has('allowableOperations') && { allowableOperations: allowableOperations(around.types, view) }),
  };
}

/** What others decide, or the time. */
export function momentaryMembers(view: ObjectView, wanted: Wanted, around: Surroundings): Json {
  const { object } = view;
  return {
    ...(wanted.has('path') && { path: pathInfo(object, around.ancestors) }),
    ...(around.favourites && { isFavorite: around.favourites.has(object.key) }),
    ...(wanted.has('isLocked') && { isLocked: isLocked(object.properties) || isCheckedOut(object) }),
    ...(wanted.has('definition') && { definition: definitionOf(around.types, object) }),
    ...(wanted.has('permissions') && { permissions: shownPermissions(around, view) }),
  };
}

/** Links are taken for what they lead to. */
export function kindOf(
  types: TypeRegistry,
  { type }: StoredObject,
): { readonly isFolder: boolean; readonly isFile: boolean } {
  const isFolder = type.baseId === 'cmis:folder' && !types.isOrDescends(type.id, 'F:cm:systemfolder');
  const folderLink = types.isOrDescends(type.id, FOLDER_LINK);
  return {
    isFolder: isFolder || folderLink,
    isFile: type.baseId === 'cmis:document' || types.isOrDescends(type.id, FILE_LINK),
  };
}

const FOLDER_LINK = 'I:app:folderlink';
const FILE_LINK = 'I:app:filelink';

const isLink = (types: TypeRegistry, { type }: StoredObject): boolean =>
  types.isOrDescends(type.id, FOLDER_LINK) || types.isOrDescends(type.id, FILE_LINK);

/** The media type without its parameters; the encoding is its `charset`, else what is known of the bytes. */
export function contentInfo({ mimeType, length, encoding = 'UTF-8' }: StoredContent): Json {
  const [type = '', ...parameters] = mimeType.split(';').map((part) => part.trim());
  const charset = parameters
    .find((part) => /^charset=/i.test(part))
    ?.slice(8)
    .replaceAll('"', '');
  return {
    mimeType: type.toLowerCase(),
    mimeTypeName: mimeTypeName(type.toLowerCase()),
    sizeInBytes: length,
    encoding: charset?.toUpperCase() ?? encoding,
  };
}

/** Properties that `include` names one by one. */
function someOf(properties: Json | undefined, wanted: Wanted): Json | undefined {
  if (!properties) return undefined;
  const named = Object.entries(properties).filter(([id]) => wanted.has(id) || wanted.has(`properties/${id}`));
  return named.length === 0 ? undefined : Object.fromEntries(named);
}

function pathInfo(object: StoredObject, ancestors: Surroundings['ancestors']): Json | undefined {
  const above = ancestors?.get(object.key);
  if (!above) return undefined;
  const known = pathInfos.get(above);
  if (known) return known;
  const made = pathInfoOf(above);
  pathInfos.set(above, made);
  return made;
}

/** Siblings have the same. */
const pathInfos = new WeakMap<Ancestors, Json>();

/** Where none of the folders above may be seen nothing is said of them; clients show a place by its name. */
function pathInfoOf(above: Ancestors): Json {
  if (above.folders.length === 0) return { elements: [] };
  return {
    name: `/${above.folders.map((folder) => folder.name).join('/')}`,
    isComplete: above.isComplete,
    elements: above.folders.map((folder) => ({
      id: folder.uuid,
      name: folder.name,
      nodeType: typeName(folder.type),
      aspectNames: ['cm:auditable', ...folder.secondaryTypes.map(typeName).filter((name) => !name.startsWith('sys:'))],
    })),
  };
}

/** What the whole installation rests on: no operation on nodes removes it. */
export const isSpecial = (types: TypeRegistry, { isRoot, type, secondaryTypes }: StoredObject): boolean =>
  isRoot ||
  types.isOrDescends(type.id, 'F:st:sites') ||
  types.isOrDescends(type.id, 'F:st:site') ||
  secondaryTypes.some(({ id }) => id === 'P:sys:undeletable');

/** Absent when nothing is allowed. */
function allowableOperations(
  types: TypeRegistry,
  { object, allowableActions }: ObjectView,
): readonly string[] | undefined {
  const may = (action: Parameters<AllowableActions['has']>[0]): boolean => allowableActions?.has(action) === true;
  const isFolder = object.type.baseId === 'cmis:folder';
  const allowed = [
    ...(isFolder && may('canCreateDocument') ? ['create'] : []),
    ...((isFolder ? may('canDeleteTree') : may('canDeleteObject')) && !isSpecial(types, object) ? ['delete'] : []),
    ...(may('canUpdateProperties') ? ['update'] : []),
    ...(may('canApplyACL') ? ['updatePermissions'] : []),
  ];
  return allowed.length === 0 ? undefined : allowed;
}
