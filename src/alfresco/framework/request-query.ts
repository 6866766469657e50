/** The query of an address as this API reads it: what every operation takes, and the operation's own parameters. */
import { parseUrlEncoded } from '../../http/url-encoded';
import type { OperationInfo } from './operation';
import { parseNames, parseNestedNames } from './names-list';
import type { Parameters, ReadParameters } from './parameters';

/** Values by name. */
export type QueryValues = ReadonlyMap<string, string>;

const MAX_PARAMETERS = 1_000;

/** What holds a list between commas; some clients send each of its items by itself. */
const LISTS: ReadonlySet<string> = new Set(['include', 'fields', 'properties', 'relations', 'orderBy']);

/**
 * Of several values of one name the first counts, or all where the name is that of a list.
 * @throws CmisError `invalidArgument` for what is no encoded query.
 */
export function queryValues(query: string): QueryValues {
  const values = new Map<string, string>();
  if (query === '') return values;
  for (const { name, value } of parseUrlEncoded(Buffer.from(query), { charset: 'utf-8', maxFields: MAX_PARAMETERS })) {
    const known = values.get(name);
    if (known === undefined) values.set(name, value);
    else if (LISTS.has(name) && value !== '') values.set(name, known === '' ? value : `${known},${value}`);
  }
  return values;
}

/** The declared parameters, each as it reads what was sent, or that nothing was. @throws ApiError 400. */
export function readParameters<P extends Parameters>(values: QueryValues, parameters: P): ReadParameters<P> {
  const read = Object.entries(parameters).map(([name, parameter]) => [name, parameter.read(values.get(name), name)]);
  return Object.fromEntries(read) as ReadParameters<P>;
}

/** Members that entries keep: those that are named, and those that are included. Undefined: all. */
export function fieldsOf(values: QueryValues, { parameters }: OperationInfo): ReadonlySet<string> | undefined {
  const text = values.get('fields') ?? values.get('properties');
  if (text === undefined || text.trim() === '') return undefined;
  const included = parameters['include'] ? values.get('include') : undefined;
  // Clients put lists together without looking whether something follows.
  return new Set([
    ...parseNames(text.replace(/,\s*$/, ''), 'fields'),
    ...(included === undefined ? [] : parseNames(included, 'include')),
  ]);
}

/** Lists to put beside each entry, and the fields of their entries. */
export function relationsOf(values: QueryValues): ReadonlyMap<string, ReadonlySet<string> | undefined> {
  const text = values.get('relations');
  return text === undefined ? new Map() : parseNestedNames(text, 'relations');
}
