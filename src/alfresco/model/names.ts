/** Types, aspects and properties under the prefixed names that this API has for them. */
import type { PrimaryType, SecondaryType, TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { own } from '../../model/own';

const NAME_OF_BASE: Readonly<Record<string, string>> = {
  'cmis:document': 'cm:content',
  'cmis:folder': 'cm:folder',
  'cmis:item': 'sys:base',
};
const BASE_OF_NAME = new Map(Object.entries(NAME_OF_BASE).map(([id, name]) => [name, id]));

/** `cm:content` for `cmis:document`, `app:filelink` for `D:app:filelink`; ids of clients' own making stay as they are. */
export const typeName = ({ id }: Pick<TypeDefinition, 'id'>): string =>
  own(NAME_OF_BASE, id) ?? id.replace(/^[DFIRP]:(?=.)/, '');

/** The type of documents, folders or items that has this name. */
export function typeByName(types: TypeRegistry, name: string): PrimaryType | undefined {
  for (const id of [BASE_OF_NAME.get(name), `D:${name}`, `F:${name}`, `I:${name}`, name]) {
    const type = id === undefined ? undefined : types.find(id);
    if (type && isNodeType(type)) return type as PrimaryType;
  }
  return undefined;
}

const NODE_BASES = new Set(['cmis:document', 'cmis:folder', 'cmis:item']);

/** Whether objects of the type are nodes; relationships and policies are none. */
export const isNodeType = ({ baseId }: Pick<TypeDefinition, 'baseId'>): boolean => NODE_BASES.has(baseId);

/** The aspect of that name: `cm:titled`, or for types of clients the id itself. */
export const aspectByName = (types: TypeRegistry, name: string): SecondaryType | undefined =>
  types.findSecondary(`P:${name}`) ?? types.findSecondary(name);

/** The type of relationships that stands for this association. */
export function associationByName(types: TypeRegistry, name: string): TypeDefinition | undefined {
  return types.findOfBase(`R:${name}`, 'cmis:relationship') ?? types.findOfBase(name, 'cmis:relationship');
}

/** `cm:title`; the local name may hold what XML names may. */
export const isPrefixedName = (name: string): boolean =>
  /^[\p{L}_][\p{L}\p{N}_.-]*:[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name);
