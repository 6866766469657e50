import { named, type Answer, type BrowserClient, type Fields, type Json } from '../cmis/browser/client';
import type { Standard } from './fixtures';

const property = (propertyType: string, more: Json = {}): Json => ({ propertyType, cardinality: 'single', ...more });

/** `q:doc` with a property of each kind, types below it, one beside it that cannot be queried, and a secondary type. */
export const QUERY_TYPES: readonly Json[] = [
  {
    id: 'q:doc',
    parentId: 'cmis:document',
    propertyDefinitions: {
      'q:text': property('string'),
      'q:int': property('integer'),
      'q:dec': property('decimal'),
      'q:flag': property('boolean'),
      'q:tags': property('string', { cardinality: 'multi' }),
      'q:hidden': property('string', { queryable: false }),
      'q:unordered': property('string', { orderable: false }),
    },
  },
  { id: 'q:sub', parentId: 'q:doc' },
  { id: 'q:apart', parentId: 'q:doc', includedInSupertypeQuery: false },
  { id: 'q:closed', parentId: 'cmis:document', queryable: false },
  { id: 'q:aspect', parentId: 'cmis:secondary', propertyDefinitions: { 'q:mark': property('string') } },
];

/** A new document of a type, `q:doc` where nothing else is said, and its id. */
export async function makeDocument(
  { admin, folder }: Standard,
  name: string,
  { values = {}, typeId = 'q:doc', in: parentId = folder.id, text }: DocumentInput = {},
): Promise<string> {
  const content = text === undefined ? undefined : { text };
  return (await admin.make({ id: parentId }, 'createDocument', named(typeId, name, values), content)).id;
}

interface DocumentInput {
  readonly values?: Parameters<typeof named>[2];
  readonly typeId?: string;
  readonly in?: string;
  readonly text?: string;
}

/** Rows of a query as their columns. */
export async function rowsOf(client: BrowserClient, q: string, parameters: Fields = {}): Promise<readonly Json[]> {
  const answer = await client.get('repository', 'query', { q, succinct: true, ...parameters });
  if (answer.status !== 200) throw new Error(`query: ${answer.status} ${answer.text}`);
  return resultsOf(answer).map((row) => row['succinctProperties'] as Json);
}

export const resultsOf = (answer: Answer): readonly Json[] =>
  (answer.json as { readonly results: readonly Json[] }).results;
