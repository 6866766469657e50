import { invalidArgument } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import type { OrderBy } from '../storage/navigation';

/** What every repository that orders by properties orders by (CMIS 1.1 §2.2.1.2.7), whatever a query can do. */
const COMMON = new Set([
  'cmis:baseTypeId',
  'cmis:isImmutable',
  'cmis:isLatestMajorVersion',
  'cmis:versionSeriesCheckedOutId',
  'cmis:contentStreamId',
  'cmis:parentId',
  'cmis:path',
]);

const TERM = /^(\S+)(?:\s+(asc|desc))?$/i;

/**
 * `orderBy` of getChildren and getCheckedOutDocs, CMIS 1.1 §2.2.1.2.7: query names, secondary ones also as
 * `type.property`. Names that are unknown or cannot be ordered by are passed over. @throws CmisError `invalidArgument`.
 */
export function parseOrderBy(types: TypeRegistry, text: string | undefined): readonly OrderBy[] {
  if (text === undefined || text.trim() === '') return [];
  return text.split(',').flatMap((term) => {
    const parts = TERM.exec(term.trim());
    if (!parts) throw invalidArgument(`The orderBy criterion '${term.trim()}' is not a query name with ASC or DESC.`);
    const property = propertyNamed(types, parts[1] ?? '');
    return property ? [{ property, descending: parts[2]?.toLowerCase() === 'desc' }] : [];
  });
}

function propertyNamed(types: TypeRegistry, name: string): OrderBy['property'] | undefined {
  const dot = name.lastIndexOf('.');
  const owner = dot < 0 ? undefined : types.byQueryName(name.slice(0, dot));
  if (dot >= 0 && !owner) return undefined;
  const bare = name.slice(dot + 1);
  const property = owner
    ? [...owner.propertyDefinitions.values()].find((definition) => definition.queryName === bare)
    : byQueryName(types, bare);
  const ordered = property?.cardinality === 'single' && (property.orderable || COMMON.has(property.id));
  return ordered ? property : undefined;
}

function byQueryName(types: TypeRegistry, queryName: string): OrderBy['property'] | undefined {
  // Nearly every property has its id as its query name.
  const direct = types.property(queryName);
  if (direct?.queryName === queryName) return direct;
  for (const type of types.all()) {
    for (const definition of type.propertyDefinitions.values())
      if (definition.queryName === queryName) return definition;
  }
  return undefined;
}
