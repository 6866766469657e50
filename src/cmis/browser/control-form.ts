/** Controls of a form as inputs of the repository, CMIS 1.1 §5.4.4.3. */
import { invalidArgument } from '../../model/errors';
import type { PropertyChanges, Scalar } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { AceChange } from '../../repository/contract/ace-change';
import type { Parameters } from '../parameters';
import { valueOfTexts } from './property-text';

/**
 * The controls over the parameters of the address; names in any case.
 * @throws CmisError `invalidArgument` for what cannot be stored.
 */
export function controls(
  fields: readonly { readonly name: string; readonly value: string }[],
  query: Parameters,
): Parameters {
  const parameters = new Map(query);
  for (const { name, value } of fields) {
    if (value.includes('\0')) throw invalidArgument(`The control '${name}' holds a NUL character.`);
    parameters.set(name.toLowerCase(), value);
  }
  return parameters;
}

/**
 * `propertyId[i]` with `propertyValue[i]` or `propertyValue[i][j]`; a property without a value is to be unset. Of a
 * property that is named several times the last counts: clients put what was asked for behind their own defaults.
 * @throws CmisError `invalidArgument` for gaps, values without a property, unknown properties and texts of another type.
 */
export function formProperties(parameters: Parameters, types: TypeRegistry): PropertyChanges {
  const ids = indexed(parameters, 'propertyId');
  const values = indexedLists(parameters, 'propertyValue');
  for (const index of values.keys()) {
    if (index >= ids.length)
      throw invalidArgument(`There is a 'propertyValue[${index}]' but no 'propertyId[${index}]'.`);
  }
  const properties: Record<string, Scalar | readonly Scalar[] | null> = {};
  ids.forEach((id, index) => {
    const definition = types.property(id);
    if (!definition) throw invalidArgument(`'propertyId[${index}]' is '${id}', which is no property of any type.`);
    properties[id] = valueOfTexts(values.get(index) ?? [], definition);
  });
  return properties;
}

/** `addACEPrincipal[i]` with `addACEPermission[i][j]`, or the same with `remove`; undefined when there are none. */
export function formAces(parameters: Parameters, verb: 'add' | 'remove'): readonly AceChange[] | undefined {
  const principals = indexed(parameters, `${verb}ACEPrincipal`);
  const permissions = indexedLists(parameters, `${verb}ACEPermission`);
  for (const index of permissions.keys()) {
    if (index >= principals.length) {
      throw invalidArgument(`There is a '${verb}ACEPermission[${index}]' but no '${verb}ACEPrincipal[${index}]'.`);
    }
  }
  if (principals.length === 0) return undefined;
  return principals.map((principalId, index) => {
    const names = permissions.get(index) ?? [];
    if (principalId === '') throw invalidArgument(`'${verb}ACEPrincipal[${index}]' is empty.`);
    if (names.length === 0) throw invalidArgument(`There is no '${verb}ACEPermission' for '${principalId}'.`);
    return { principalId, permissions: names };
  });
}

/** `policy[i]`; undefined when there are none. */
export function formPolicies(parameters: Parameters): readonly string[] | undefined {
  const policies = indexed(parameters, 'policy');
  return policies.length === 0 ? undefined : policies;
}

/** `objectId[i]` with the `changeToken[i]` of the same index. */
export function formObjects(parameters: Parameters): readonly { objectId: string; changeToken?: string }[] {
  const ids = indexed(parameters, 'objectId');
  const tokens = indexedLists(parameters, 'changeToken');
  for (const index of tokens.keys()) {
    if (index >= ids.length) throw invalidArgument(`There is a 'changeToken[${index}]' but no 'objectId[${index}]'.`);
  }
  return ids.map((objectId, index) => {
    const changeToken = tokens.get(index)?.[0];
    return changeToken ? { objectId, changeToken } : { objectId };
  });
}

/** Values of `name[0]`, `name[1]`… in order. @throws CmisError `invalidArgument` for gaps and what is no index. */
export function indexed(parameters: Parameters, name: string): readonly string[] {
  const lists = indexedLists(parameters, name);
  const values: string[] = [];
  for (let index = 0; index < lists.size; index += 1) {
    const list = lists.get(index);
    if (!list) throw invalidArgument(`The form has ${lists.size} controls '${name}' but no '${name}[${index}]'.`);
    if (list.length !== 1)
      throw invalidArgument(`The control '${name}[${index}]' takes one value, not ${list.length}.`);
    values.push(String(list[0]));
  }
  return values;
}

/** Values of `name[i]` and `name[i][j]` by the first index, which may have gaps; the second may not. */
function indexedLists(parameters: Parameters, name: string): ReadonlyMap<number, readonly string[]> {
  const prefix = `${name.toLowerCase()}[`;
  const nested = new Map<number, Map<number, string>>();
  const lists = new Map<number, readonly string[]>();
  for (const [key, value] of parameters) {
    if (!key.startsWith(prefix)) continue;
    const indexes = /^(\d{1,9})\](?:\[(\d{1,9})\])?$/.exec(key.slice(prefix.length));
    if (!indexes) throw invalidArgument(`The control '${name}[${key.slice(prefix.length)}' has no valid index.`);
    const first = Number(indexes[1]);
    if (indexes[2] === undefined) lists.set(first, [value]);
    else {
      const list = nested.get(first);
      if (list) list.set(Number(indexes[2]), value);
      else nested.set(first, new Map([[Number(indexes[2]), value]]));
    }
  }
  for (const [first, list] of nested) {
    if (lists.has(first)) throw invalidArgument(`The form has both '${name}[${first}]' and '${name}[${first}][…]'.`);
    lists.set(first, inOrder(list, `${name}[${first}]`));
  }
  return lists;
}

function inOrder(list: ReadonlyMap<number, string>, name: string): readonly string[] {
  return Array.from(list, (_, index) => {
    const value = list.get(index);
    if (value === undefined)
      throw invalidArgument(`The form has ${list.size} controls '${name}' but no '${name}[${index}]'.`);
    return value;
  });
}
