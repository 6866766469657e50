import type { TypeRegistry } from '../../model/type-registry';
import type { NodeColumn, NodeFilter, NodeOrder } from '../../repository/storage/navigation';
import { badRequest } from '../framework/api-error';
import { list, operation } from '../framework/operation';
import { include, orderBy, PAGING, textParameter, type Sorting } from '../framework/parameters';
import { equalities, isTrue, where, type Where } from '../framework/where';
import { membersOf } from '../framework/written-entry';
import { isPrefixedName, typeByName } from '../model/names';
import { nodeEntryOf, selectionFor, wantedOfOne, writtenNodes } from './entries';
import type { Wanted } from './node-entry';
import { nodeBelow, nodeIdOf } from './node-id';
import { PLAIN } from '../../repository/values/object-view';
import { invalidName } from './property-input';
import { withTypes } from './types';

export const listNodeChildren = operation({
  id: 'listNodeChildren',
  method: 'GET',
  path: '/nodes/{nodeId}/children',
  api: 'core',
  summary: 'List node children',
  since: '5.2',
  status: 200,
  answers: 'Node',
  parameters: {
    ...PAGING,
    ...orderBy(),
    ...where('isFolder=, isFile=, nodeType= (also with INCLUDESUBTYPES), isPrimary=, assocType=, joined by AND'),
    ...include(
      'allowableOperations',
      'aspectNames',
      'association',
      'isFavorite',
      'isLink',
      'isLocked',
      'path',
      'permissions',
      'properties',
    ),
    relativePath: textParameter('Path of the folder below the one that the id names'),
  },
  run: async (call) => {
    const { path, query, repository, request } = call;
    const id = await folderOf(call, path['nodeId'], query.relativePath);
    requireNames(query.include);
    const { filter, order } = await withTypes(call, (types) =>
      Promise.resolve({ filter: filterOf(types, query.where), order: orderOf(types, query.orderBy) }),
    );
    const wanted: Wanted = query.include;
    const page = await repository.getNodesInFolder(request, {
      folderId: id,
      page: { skipCount: query.skipCount, maxItems: filter === 'nothing' ? 1 : query.maxItems },
      order,
      filter: filter === 'nothing' ? { hiddenTypeKeys: [] } : filter,
      selection: selectionFor(wanted),
    });
    const items = filter === 'nothing' ? [] : page.items;
    const entries = await writtenNodes(call, { views: items, asOf: page.asOf }, wanted);
    const association = wanted.has('association');
    return list({
      entries: association
        ? entries.map((one, index) => ({
            ...membersOf(one),
            association: {
              assocType: 'cm:contains',
              isPrimary: items[index]?.object.parentKey === page.folder.object.key,
            },
          }))
        : entries,
      hasMoreItems: filter !== 'nothing' && page.hasMoreItems,
      totalItems: filter === 'nothing' ? 0 : page.numItems,
      source: () => nodeEntryOf(call, page.folder, wantedOfOne(new Set())),
    });
  },
});

async function folderOf(
  call: Parameters<typeof nodeIdOf>[0],
  nodeId: string | undefined,
  relativePath: string | undefined,
): Promise<string> {
  const id = await nodeIdOf(call, nodeId);
  if (relativePath === undefined) return id;
  const { object } = await nodeBelow(call, { id, relativePath, selection: PLAIN });
  if (object.path === undefined) throw badRequest(`NodeId of folder is expected: ${object.uuid}`);
  return object.uuid;
}

/** Names that are no member are properties, whose prefixes must be known. */
function requireNames(names: ReadonlySet<string>): void {
  for (const name of names) {
    const property = name.replace(/^properties\//, '');
    if (property.includes(':') && !isPrefixedName(property)) throw invalidName(property);
  }
}

/** Types that serve others and are never listed. */
const HIDDEN = ['F:cm:systemfolder', 'F:fm:forums', 'F:fm:forum', 'F:fm:topic', 'D:fm:post'];

const hiddenOf = (types: TypeRegistry): readonly number[] =>
  HIDDEN.flatMap((id) => types.withDescendants(id)).map(({ key }) => key);

/** `nothing`: no child can be meant. */
function filterOf(types: TypeRegistry, given: Where | undefined): NodeFilter | 'nothing' {
  const { isFolder, isFile, nodeType, isPrimary, assocType } = equalities(given, [
    'isFolder',
    'isFile',
    'nodeType',
    'isPrimary',
    'assocType',
  ]);
  if (isTrue(isFolder) && isTrue(isFile))
    throw badRequest('Invalid filter (isFile=true and isFolder=true) - a node cannot be both');
  if (nodeType !== undefined && (isFolder !== undefined || isFile !== undefined)) {
    throw badRequest('Invalid filter - nodeType and isFile/isFolder are mutually exclusive');
  }
  if (assocType !== undefined && assocType !== 'cm:contains') return 'nothing';
  return {
    hiddenTypeKeys: hiddenOf(types),
    ...(isFolder !== undefined && { isFolder: isTrue(isFolder) }),
    ...(isFile !== undefined && { isDocument: isTrue(isFile) }),
    ...(isPrimary !== undefined && { isPrimary: isTrue(isPrimary) }),
    ...(nodeType !== undefined && { typeKeys: typeKeysOf(types, nodeType) }),
  };
}

const SUBTYPES = / INCLUDESUBTYPES$/i;

function typeKeysOf(types: TypeRegistry, text: string): readonly number[] {
  const name = text.replace(SUBTYPES, '').trim();
  const type = typeByName(types, name);
  if (!type) throw badRequest(`Unknown filter nodeType: ${name.slice(0, 100)}`);
  return SUBTYPES.test(text) ? types.withDescendants(type.id).map(({ key }) => key) : [type.key];
}

const COLUMNS: Readonly<Record<string, NodeColumn | { readonly property: string }>> = {
  isFolder: 'isFolder',
  name: 'name',
  createdAt: 'created',
  createdByUser: 'createdBy',
  modifiedAt: { property: 'cmis:lastModificationDate' },
  modifiedByUser: { property: 'cmis:lastModifiedBy' },
  mimeType: 'mimeType',
  sizeInBytes: 'size',
  nodeType: 'type',
  'cm:name': 'name',
  'cm:created': 'created',
  'cm:creator': 'createdBy',
  'cm:modified': { property: 'cmis:lastModificationDate' },
  'cm:modifier': { property: 'cmis:lastModifiedBy' },
};
const USUAL: readonly NodeOrder[] = [
  { by: 'isFolder', descending: true },
  { by: 'name', descending: false },
];
const MAX_COLUMNS = 8;

/** A name that nobody knows orders nothing, one with a prefix that nobody knows is refused, as Alfresco does it. */
function orderOf(types: TypeRegistry, sorting: readonly Sorting[]): readonly NodeOrder[] {
  if (sorting.length === 0) return USUAL;
  if (sorting.length > MAX_COLUMNS) throw badRequest(`More than ${MAX_COLUMNS} sort fields are not allowed.`);
  return sorting.flatMap(({ column, descending }): readonly NodeOrder[] => {
    const known = Object.hasOwn(COLUMNS, column) ? COLUMNS[column] : undefined;
    if (typeof known === 'string') return [{ by: known, descending }];
    const property = types.property(known?.property ?? column);
    if (!property) {
      if (column.includes(':')) throw badRequest(`Unknown sort field: ${column.slice(0, 100)}`);
      return [];
    }
    return property.cardinality === 'single' ? [{ by: property, descending }] : [];
  });
}
