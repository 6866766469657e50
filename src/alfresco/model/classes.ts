/** Types and aspects; reference: Alfresco's `/types` and `/aspects`. */
import { isAbsent } from '../../model/alfresco-types';
import type { TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { badRequest, entityNotFound, invalidQuery } from '../framework/api-error';
import { pageOf } from '../framework/envelopes';
import { entry, list, operation, type Operation } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { unsupportedPredicate, where, type Where } from '../framework/where';
import { classEntry, EVERYTHING, parentOf } from './class-entry';
import { isModel, modelOf, namespaceOf } from './models';
import { namespaceMatcher } from './namespace-pattern';
import { aspectByName, isNodeType, typeByName, typeName } from './names';

type Kind = 'types' | 'aspects';

const SYSTEM = 'http://www.alfresco.org/model/system/1.0';

const KINDS = {
  types: {
    holds: isNodeType,
    find: typeByName,
    below: 'INCLUDESUBTYPES',
    singular: 'type',
    entity: 'Type',
  },
  aspects: {
    holds: ({ baseId, id }: TypeDefinition): boolean => baseId === 'cmis:secondary' && id !== 'cmis:secondary',
    find: aspectByName,
    below: 'INCLUDESUBASPECTS',
    singular: 'aspect',
    entity: 'Aspect',
  },
} as const;

const listClasses = (kind: Kind): Operation =>
  operation({
    id: kind === 'types' ? 'listTypes' : 'listAspects',
    method: 'GET',
    path: `/${kind}`,
    api: 'model',
    summary: `List ${kind}`,
    since: '7.0',
    status: 200,
    answers: KINDS[kind].entity,
    parameters: {
      ...PAGING,
      ...include('properties', 'mandatoryAspects', 'associations'),
      ...where(
        `modelId in ('…', '… ${KINDS[kind].below}') or parentId in ('…'), and namespaceUri matches('…') with or without NOT`,
      ),
    },
    run: async ({ repository, request, query }) => {
      const types = await repository.types(request);
      const all = classesOf(types, kind, query.where);
      const page = pageOf(
        all.sort((one, other) => (typeName(one) < typeName(other) ? -1 : 1)),
        query,
      );
      return list({ ...page, entries: page.items.map((type) => classEntry(types, type, query.include)) });
    },
  });

const getClass = (kind: Kind): Operation =>
  operation({
    id: kind === 'types' ? 'getType' : 'getAspect',
    method: 'GET',
    path: `/${kind}/{${KINDS[kind].singular}Id}`,
    api: 'model',
    summary: `Get ${kind === 'types' ? 'a type' : 'an aspect'}`,
    since: '7.0',
    status: 200,
    answers: KINDS[kind].entity,
    run: async ({ repository, request, path }) => {
      const name = path[`${KINDS[kind].singular}Id`] ?? '';
      const types = await repository.types(request);
      const type = KINDS[kind].find(types, name);
      if (!type || !KINDS[kind].holds(type)) throw entityNotFound(name.slice(0, 200));
      return entry(classEntry(types, type, EVERYTHING));
    },
  });

interface Filter {
  readonly modelIds?: readonly string[];
  readonly parentIds?: readonly string[];
  readonly isInNamespace?: (uri: string) => boolean;
}

/** None of the system's own, and none that people would choose in vain. */
function classesOf(types: TypeRegistry, kind: Kind, given: Where | undefined): TypeDefinition[] {
  const { modelIds, parentIds, isInNamespace } = filterOf(given);
  const all = [...types.all()].filter(KINDS[kind].holds);
  let found = all;
  if (modelIds) found = ofModels(types, { kind, all, modelIds });
  else if (parentIds) found = all.filter((type) => lineage(types, type).some((name) => parentIds.includes(name)));
  return found.filter((type) => {
    const uri = namespaceOf(type);
    return uri !== SYSTEM && !isAbsent(type.id) && (isInNamespace?.(uri) ?? true);
  });
}

/** @throws ApiError 400, 404 for a model that is not there. */
function ofModels(
  types: TypeRegistry,
  {
    kind,
    all,
    modelIds,
  }: { readonly kind: Kind; readonly all: readonly TypeDefinition[]; readonly modelIds: readonly string[] },
): TypeDefinition[] {
  const wanted = new Map<string, boolean>();
  for (const text of modelIds) {
    const [name = '', below, ...more] = text.trim().split(/\s+/);
    if (more.length > 0 || (below !== undefined && below.toUpperCase() !== KINDS[kind].below))
      throw badRequest(`'${text.slice(0, 100)}' is not the name of a model`);
    if (!isModel(name)) throw entityNotFound(name.slice(0, 100));
    wanted.set(name, below !== undefined);
  }
  return all.filter((type) => {
    const model = modelOf(type);
    const parent = parentOf(types, type);
    const parentModel = parent && modelOf(parent);
    return (
      (model !== undefined && wanted.has(model)) || (parentModel !== undefined && wanted.get(parentModel) === true)
    );
  });
}

/** Names of the type and of those above it. */
function lineage(types: TypeRegistry, type: TypeDefinition): readonly string[] {
  const names: string[] = [];
  for (let one: TypeDefinition | undefined = type; one; one = parentOf(types, one)) names.push(typeName(one));
  return names;
}

/** @throws ApiError 400. */
function filterOf(given: Where | undefined): Filter {
  if (given?.joinedBy === 'or') throw invalidQuery('OR is not supported here');
  let filter: Filter = {};
  for (const predicate of given?.predicates ?? []) {
    const { kind, property, negated } = predicate;
    if (kind === 'matches' && property === 'namespaceUri') {
      const matches = namespaceMatcher(predicate.pattern);
      filter = { ...filter, isInNamespace: negated ? (uri) => !matches(uri) : matches };
    } else if (negated) throw badRequest(`Cannot use NOT for ${property.slice(0, 100)}`);
    else if (kind === 'in' && (property === 'modelId' || property === 'parentId')) {
      if (predicate.values.some((value) => value.trim() === '')) throw badRequest(`'${property}' is empty`);
      filter = { ...filter, [property === 'modelId' ? 'modelIds' : 'parentIds']: predicate.values };
    } else throw unsupportedPredicate(predicate);
  }
  return filter;
}

export const CLASSES: readonly Operation[] = [
  listClasses('types'),
  getClass('types'),
  listClasses('aspects'),
  getClass('aspects'),
];
