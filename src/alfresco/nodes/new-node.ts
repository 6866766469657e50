/** Making nodes: what JSON and forms have in common. */
import { lookup } from 'mime-types';
import type { PropertyChanges } from '../../model/properties';
import type { PrimaryType } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { CmisError } from '../../model/errors';
import { PLAIN } from '../../repository/values/object-view';
import type { ObjectView } from '../../repository/values/object-view';
import type { NewVersion, StagedContent } from '../../repository/contract/new-object';
import type { SetRights } from '../../repository/contract/set-rights';
import type { Operations } from '../../repository/repository';
import { badRequest, conflict } from '../framework/api-error';
import { typeByName } from '../model/names';

export interface NewNode {
  readonly name: string;
  readonly type: PrimaryType;
  readonly secondaryTypeIds: readonly string[];
  readonly properties: PropertyChanges;
  /** Folders below the parent, made where they are missing. */
  readonly relativePath: string | undefined;
  readonly autoRename: boolean;
  readonly content?: StagedContent;
  /** Undefined: without versions. */
  readonly version?: NewVersion;
  readonly rights?: Omit<SetRights, 'objectId'>;
}

/** A type of which clients may make nodes. @throws ApiError 400. */
export function creatableType(types: TypeRegistry, name: string): PrimaryType {
  const type = typeByName(types, name);
  if (!type) throw badRequest(`Invalid type: ${name.slice(0, 100)}`);
  const isObject = type.baseId !== 'cmis:item' || types.isOrDescends(type.id, 'I:cm:cmobject');
  if (!type.creatable || !isObject) throw badRequest(`Cannot create nodes of type: ${name.slice(0, 100)}`);
  return type;
}

/** The media type that the ending of a name stands for, else the one that the client said. */
export const mimeTypeOf = (name: string, said?: string): string => lookup(name) || said || 'application/octet-stream';

/** Makes the node below the parent; returns its uuid. */
export async function makeNode(operations: Operations, parentId: string, node: NewNode): Promise<string> {
  const folderId = await folderBelow(operations, parentId, node.relativePath);
  const name = node.autoRename ? await operations.freeName({ folderId, name: node.name }) : node.name;
  const { object } = await create(operations, { folderId, name, node });
  if (node.rights) await operations.setRights({ objectId: object.uuid, ...node.rights });
  return object.uuid;
}

function create(
  operations: Operations,
  { folderId, name, node }: { readonly folderId: string; readonly name: string; readonly node: NewNode },
): Promise<ObjectView> {
  const { type, content, version } = node;
  const common = {
    folderId,
    properties: {
      ...node.properties,
      'cmis:name': name,
      'cmis:objectTypeId': type.id,
      ...(node.secondaryTypeIds.length > 0 && { 'cmis:secondaryObjectTypeIds': node.secondaryTypeIds }),
    },
  };
  if (type.baseId === 'cmis:folder') return operations.createFolder(common);
  if (type.baseId !== 'cmis:document') return operations.createItem(common);
  return operations.createDocument({
    ...common,
    ...(content && { content }),
    versioningState: !version ? 'none' : version.major ? 'major' : 'minor',
    ...(version?.comment !== undefined && { checkinComment: version.comment }),
  });
}

/** The folder that a path of names below a folder leads to; missing ones are made. @throws ApiError 409 when a step is no folder. */
export async function folderBelow(
  operations: Operations,
  parentId: string,
  relativePath: string | undefined,
): Promise<string> {
  const steps = (relativePath ?? '')
    .split('/')
    .map((step) => step.trim())
    .filter((step) => step !== '');
  if (steps.length === 0) return parentId;
  let { object } = await operations.getObject({ objectId: parentId, selection: PLAIN });
  for (const step of steps) {
    if (object.path === undefined)
      throw conflict(`The path '${relativePath ?? ''}' leads through what is no folder: ${object.name}`);
    const found = await childOf(operations, object.path, step);
    const made =
      found ??
      (await operations.createFolder({
        folderId: object.uuid,
        properties: { 'cmis:name': step, 'cmis:objectTypeId': 'cmis:folder' },
      }));
    object = made.object;
  }
  if (object.path === undefined)
    throw conflict(`The path '${relativePath ?? ''}' leads to what is no folder: ${object.name}`);
  return object.uuid;
}

/** The visible child of this name. */
export async function childOf(
  operations: Pick<Operations, 'getObjectByPath'>,
  path: string,
  name: string,
): Promise<ObjectView | undefined> {
  try {
    return await operations.getObjectByPath({ path: `${path === '/' ? '' : path}/${name}`, selection: PLAIN });
  } catch (error) {
    if (error instanceof CmisError && error.code === 'objectNotFound') return undefined;
    throw error;
  }
}

const ATTEMPTS = 10;

/** Tries again when another client took a name between the look for it and its use. */
export async function againOnClash<T>(mayClash: boolean, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isClash = error instanceof CmisError && error.code === 'contentAlreadyExists';
      if (!isClash || !mayClash || attempt >= ATTEMPTS) throw error;
    }
  }
}
