/** Whether all doors show the same: each object, with what is around it, and each type. */
import type { Check } from '../cmis/atompub/valid';
import { atomReader } from './atom-door';
import { browserReader } from './browser-door';
import type { Look, ObjectOrError, Reader, ShownObject, ShownProperties, ShownType } from './door';
import { isNode, nodeOf, STATUS_OF, type NodeReader } from './v1-door';

export const DIALECTS = { cmis: '/cmis', alfresco: '/alfresco/api/-default-/public/cmis/versions' } as const;
export type Dialect = keyof typeof DIALECTS;

export function readersAt(base: string, user: string, check: Check): readonly Reader[] {
  const credentials = { user, password: user };
  const atomUser = `${user}:${user}`;
  return [
    browserReader('browser binding', `${base}/1.1/browser`, credentials),
    atomReader('AtomPub 1.1', { base: `${base}/1.1/atom`, version: '1.1', user: atomUser, check }),
    atomReader('AtomPub 1.0', { base: `${base}/1.0/atom`, version: '1.0', user: atomUser, check }),
  ];
}

export interface Doors {
  readonly readers: readonly Reader[];
  readonly readersOfPerson: readonly Reader[];
  readonly nodes: NodeReaders;
  readonly dialect: Dialect;
}

/** Of the v1 API. */
export interface NodeReaders {
  readonly ofAdmin: NodeReader;
  readonly ofPerson: NodeReader;
}

/** What the first door shows, when the others show the same. */
export async function lookAlike({ readers, readersOfPerson, nodes, dialect }: Doors, id: string): Promise<unknown> {
  const [look, ...looks] = await Promise.all(readers.map((reader) => reader.look(id)));
  for (const [index, other] of looks.entries()) {
    const reader = readers[index + 1] as Reader;
    expect({ door: reader.name, ...other }).toEqual({ door: reader.name, ...lookBy(reader, dialect, look as Look) });
  }
  const [seen, ...others] = await Promise.all(readersOfPerson.map((reader) => reader.object(id)));
  for (const [index, other] of others.entries()) {
    const reader = readers[index + 1] as Reader;
    const expected = objectBy(reader, dialect, seen as ObjectOrError);
    expect({ door: reader.name, seen: other }).toEqual({ door: reader.name, seen: expected });
  }
  await nodeAlike(nodes.ofAdmin, id, look as Look);
  // Only the administrator's children and parents were looked at.
  const { children: _children, ...seenByPerson } = { ...look, object: seen as ObjectOrError };
  await nodeAlike(nodes.ofPerson, id, seenByPerson);
  return { look, seen };
}

/** That the v1 API shows the same. */
async function nodeAlike(reader: NodeReader, id: string, look: Look): Promise<void> {
  const { object } = look;
  const node = await reader.node(id, look);
  if (isNode(object)) expect(node).toEqual(nodeOf(object, look));
  else if (node !== undefined) expect(node).toBe(STATUS_OF[String(object)]);
  if (!look.children || typeof object === 'string') return;
  const names = look.children.map(([, child]) => child);
  expect(await reader.children(id)).toEqual(names.map((child) => child.properties['cmis:name']?.values[0]).sort());
}

export async function typeAlike(readers: readonly Reader[], dialect: Dialect, id: string): Promise<unknown> {
  const [type, ...types] = await Promise.all(readers.map((reader) => reader.type(id)));
  expect(types[0]).toEqual(type);
  const { typeMutability: _mutability, ...older } = type as ShownType;
  expect(types[1]).toEqual(typeIn10(older, dialect));
  return type;
}

/** As 1.0 shows a type: without what 1.1 added, and secondary types as policies. */
function typeIn10(type: ShownType, dialect: Dialect): unknown {
  const definitions = Object.entries(type['propertyDefinitions'] as Readonly<Record<string, unknown>>);
  const kept = Object.fromEntries(definitions.filter(([id]) => !HIDDEN_IN_1_0[dialect].has(id)));
  if (type['baseId'] !== 'cmis:secondary') return { ...type, propertyDefinitions: kept };
  const inherited = expect.objectContaining({ ...kept }) as unknown;
  return {
    ...type,
    baseId: 'cmis:policy',
    parentId: 'P:cmisext:aspects',
    creatable: 'false',
    propertyDefinitions: inherited,
  };
}

const SECONDARY = 'cmis:secondaryObjectTypeIds';
const HIDDEN_IN_1_0: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  cmis: new Set(['cmis:description', SECONDARY, 'cmis:isPrivateWorkingCopy']),
  // Alfresco shows descriptions in 1.0 too.
  alfresco: new Set([SECONDARY, 'cmis:isPrivateWorkingCopy']),
};

/** What a door has to show of what the browser binding shows: all but what its binding or version does not have. */
export function shownBy(reader: Reader, dialect: Dialect, properties: ShownProperties): ShownProperties {
  if (reader.version === '1.1') return properties;
  return Object.fromEntries(Object.entries(properties).filter(([id]) => !HIDDEN_IN_1_0[dialect].has(id)));
}

function objectBy(reader: Reader, dialect: Dialect, object: ObjectOrError): ObjectOrError {
  if (typeof object === 'string') return object;
  if (isHidden(reader, object)) return 'objectNotFound';
  return shownObjectBy(reader, dialect, object);
}

function shownObjectBy(reader: Reader, dialect: Dialect, object: ShownObject): ShownObject {
  const { allowableActions, acl, exactACL, ...others } = object;
  const unknown = reader.version === '1.0' ? ['canCreatePolicy', 'canCreateItem'] : ['canCreatePolicy'];
  const secondary = object.properties[SECONDARY];
  const names = { queryName: '', localName: '', displayName: '' };
  return {
    ...others,
    properties: {
      ...shownBy(reader, dialect, object.properties),
      // As aspects, which have no names.
      ...(reader.version === '1.0' && { [SECONDARY]: { type: 'id', ...names, values: secondary?.values ?? [] } }),
    },
    // The schema of 1.0 has no empty list of entries.
    ...(acl && exactACL !== undefined && (reader.version === '1.1' || acl.length > 0) && { acl, exactACL }),
    ...(allowableActions && {
      allowableActions: Object.fromEntries(
        Object.entries(allowableActions).filter(([action]) => !unknown.includes(action)),
      ),
    }),
    relationships: object.relationships.map((each) => shownObjectBy(reader, dialect, each)),
  };
}

const isHidden = (reader: Reader, object: ShownObject): boolean =>
  reader.version === '1.0' && object.properties['cmis:baseTypeId']?.values[0] === 'cmis:item';

function lookBy(reader: Reader, dialect: Dialect, look: Look): Look {
  const object = objectBy(reader, dialect, look.object);
  if (typeof object === 'string') return { object };
  const shown = (one: ShownObject): ShownObject => shownObjectBy(reader, dialect, one);
  const pairs = (list: Look['children']): Look['children'] =>
    list?.filter(([, one]) => !isHidden(reader, one)).map(([segment, one]) => [segment, shown(one)]);
  return {
    object,
    ...(look.content !== undefined && { content: look.content }),
    ...(look.versions && { versions: look.versions.map(shown) }),
    ...(look.children && { children: pairs(look.children) }),
    ...(look.parents && { parents: pairs(look.parents) }),
    ...(look.policies && { policies: look.policies.map(shown) }),
  } as Look;
}
