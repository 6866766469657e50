import { ENTITIES, PARTS, type EntityName } from '../framework/entities';
import type { Json } from '../framework/operation';

const REF = '#/components/schemas/';
export const ref = (name: string): Json => ({ $ref: REF + name });

const object = (properties: Json, ...required: readonly string[]): Json => ({
  type: 'object',
  ...(required.length > 0 && { required }),
  properties,
});

/** What every answer is wrapped in. */
const COMMON: Json = {
  Entity: { type: 'object', additionalProperties: true },
  Pagination: object(
    {
      count: { type: 'integer', format: 'int64', description: 'Entries in this answer' },
      hasMoreItems: { type: 'boolean' },
      totalItems: { type: 'integer', format: 'int64', description: 'Of the whole list; absent where it is not known' },
      skipCount: { type: 'integer', format: 'int64' },
      maxItems: { type: 'integer', format: 'int64' },
    },
    'count',
    'hasMoreItems',
    'skipCount',
    'maxItems',
  ),
  Error: object(
    {
      error: object(
        {
          errorKey: { type: 'string' },
          statusCode: { type: 'integer', format: 'int32' },
          briefSummary: { type: 'string' },
          stackTrace: { type: 'string' },
          descriptionURL: { type: 'string' },
          logId: { type: 'string' },
        },
        'statusCode',
        'briefSummary',
      ),
    },
    'error',
  ),
};

const wrappers = (name: EntityName | 'Entity'): Json => ({
  [`${name}Entry`]: object({ entry: ref(name), relations: { type: 'object', additionalProperties: true } }, 'entry'),
  [`${name}Paging`]: object(
    {
      list: object(
        {
          pagination: ref('Pagination'),
          context: { type: 'object', additionalProperties: true },
          entries: { type: 'array', items: ref(`${name}Entry`) },
          source: { type: 'object', additionalProperties: true },
        },
        'pagination',
        'entries',
      ),
    },
    'list',
  ),
});

const ALL: Json = {
  ...COMMON,
  ...PARTS,
  ...ENTITIES,
  ...wrappers('Entity'),
  ...Object.fromEntries((Object.keys(ENTITIES) as EntityName[]).flatMap((name) => Object.entries(wrappers(name)))),
};

/** The schemas that a document refers to, and those that these refer to. */
export function schemasFor(document: Json): Json {
  const found = new Map<string, unknown>();
  const collect = (value: unknown): void => {
    for (const name of namesIn(value)) {
      if (found.has(name)) continue;
      found.set(name, ALL[name]);
      collect(ALL[name]);
    }
  };
  collect(document);
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

const namesIn = (value: unknown): readonly string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
