/**
 * What a client may say of an answer, the same in every CMIS binding: paging, filters, what to include. Names count in
 * any case, an empty value means the default (CMIS 1.1 §5.4.4), names that nobody knows are ignored.
 */
import { CmisError, invalidArgument } from '../model/errors';
import {
  LONGEST_PAGE,
  type IncludeRelationships,
  type ObjectSelection,
  type PageRequest,
  type PropertyFilter,
} from '../repository/values/object-view';

/** Values by lower-case name. */
export type Parameters = ReadonlyMap<string, string>;

/** What applies where a client says nothing; Alfresco's configuration has the same names behind `opencmis.`. */
export interface Limits {
  readonly objectsDefaultMaxItems: number;
  /** -1: all levels. */
  readonly objectsDefaultDepth: number;
  readonly typesDefaultMaxItems: number;
  readonly typesDefaultDepth: number;
  readonly contentChangesDefaultMaxItems: number;
}

/**
 * Reads a query string (without `?`). Of several values of one name the first that is not empty counts: clients append
 * arguments to templates in which they left them empty. Values that `isNothing` knows are empty, too.
 * @throws CmisError `invalidArgument` for broken percent-encoding.
 */
export function parseQuery(query: string, isNothing: (value: string) => boolean = () => false): Parameters {
  const parameters = new Map<string, string>();
  let from = 0;
  while (from < query.length) {
    const ampersand = query.indexOf('&', from);
    const end = ampersand < 0 ? query.length : ampersand;
    const equals = query.indexOf('=', from);
    const nameEnd = equals < 0 || equals > end ? end : equals;
    if (nameEnd > from) {
      const name = decode(query.slice(from, nameEnd)).toLowerCase();
      if (!parameters.get(name)) {
        const value = decode(query.slice(nameEnd + 1, end));
        parameters.set(name, isNothing(value) ? '' : value);
      }
    }
    from = end + 1;
  }
  return parameters;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw invalidArgument(`The address holds '${text}', which is no percent-encoded UTF-8.`);
  }
}

/** Undefined when the parameter is missing or empty. */
export function textParameter(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name.toLowerCase());
  return value === '' ? undefined : value;
}

/** @throws CmisError `invalidArgument` when it is missing or empty. */
export function requiredParameter(parameters: Parameters, name: string): string {
  const value = textParameter(parameters, name);
  if (value === undefined) throw invalidArgument(`'${name}' is missing.`);
  return value;
}

/** `true` or `false` in any case. @throws CmisError `invalidArgument` for anything else. */
export function booleanParameter(parameters: Parameters, name: string, otherwise: boolean): boolean {
  const value = textParameter(parameters, name);
  if (value === undefined) return otherwise;
  const lower = value.trim().toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  throw invalidArgument(`'${name}' is '${value}' but can only be true or false.`);
}

/** One of `values`, in any case. */
export function enumParameter<T extends string>(
  parameters: Parameters,
  name: string,
  values: readonly T[],
): T | undefined {
  const value = textParameter(parameters, name);
  if (value === undefined) return undefined;
  const lower = value.trim().toLowerCase();
  const found = values.find((candidate) => candidate === lower);
  if (found === undefined) throw invalidArgument(`'${name}' is '${value}' but can only be ${alternatives(values)}.`);
  return found;
}

const alternatives = (values: readonly string[]): string =>
  values.length === 1 ? String(values[0]) : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

/** A whole number; one too big for the machine counts as the biggest. */
export function integerParameter(parameters: Parameters, name: string): number | undefined {
  const value = textParameter(parameters, name);
  if (value === undefined) return undefined;
  if (!/^[+-]?\d{1,400}$/.test(value.trim()))
    throw invalidArgument(`'${name}' is '${value}', which is no whole number.`);
  const number = Number(value.trim());
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, number));
}

function countParameter(parameters: Parameters, name: string, otherwise: number): number {
  const value = integerParameter(parameters, name);
  if (value === undefined) return otherwise;
  if (value < 0) throw invalidArgument(`'${name}' is ${value} but cannot be negative.`);
  return value;
}

/** A `maxItems` that asks for too much is no error (CMIS 1.1 §2.2.1.1): the page is shorter. */
export function pageRequest(parameters: Parameters, defaultMaxItems: number): PageRequest {
  return {
    maxItems: Math.min(countParameter(parameters, 'maxItems', defaultMaxItems), LONGEST_PAGE),
    skipCount: countParameter(parameters, 'skipCount', 0),
  };
}

/** Levels of a tree: 1 or more, or -1 for all. */
export function depthParameter(parameters: Parameters, otherwise: number): number {
  const depth = integerParameter(parameters, 'depth');
  if (depth === undefined) return otherwise;
  if (depth === 0 || depth < -1) throw invalidArgument(`'depth' is ${depth} but can only be 1 or more, or -1.`);
  return depth;
}

const QUERY_NAME = /^[^\s,"'\\.()*]+(?:\.[^\s,"'\\.()*]+)?$/;

/**
 * A property filter: query names between commas, secondary properties also as `type.property`; undefined for all.
 * CMIS 1.1 §2.2.1.2.1. @throws CmisError `filterNotValid`.
 */
export function propertyFilter(text: string | undefined): PropertyFilter | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '*') return undefined;
  const queryNames = new Set<string>();
  let all = false;
  for (const part of trimmed.split(',')) {
    const name = part.trim();
    if (name === '*') all = true;
    else if (QUERY_NAME.test(name)) queryNames.add(name);
    else throw new CmisError('filterNotValid', `The filter '${text}' is not valid: '${name}' is no query name.`);
  }
  return all ? undefined : { text: trimmed, queryNames };
}

const RENDITION_TERM = /^(?:[^\s,*/]+|[^\s,*/]+\/(?:\*|[^\s,*/]+))$/;

/** A rendition filter; undefined for `cmis:none`. CMIS 1.1 §2.2.1.2.4. @throws CmisError `filterNotValid`. */
export function renditionFilter(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  if (!trimmed || trimmed === 'cmis:none') return undefined;
  if (trimmed === '*') return trimmed;
  for (const part of trimmed.split(',')) {
    if (!RENDITION_TERM.test(part.trim())) {
      throw new CmisError(
        'filterNotValid',
        `The rendition filter '${text}' is not valid: '${part.trim()}' is neither a kind nor a media type.`,
      );
    }
  }
  return trimmed;
}

const RELATIONSHIPS = ['none', 'source', 'target', 'both'] as const satisfies readonly IncludeRelationships[];

/** What of each object an answer shall hold. `pathSegment` names the parameter that asks for path segments. */
export function objectSelection(
  parameters: Parameters,
  pathSegment?: 'includePathSegment' | 'includeRelativePathSegment',
): ObjectSelection {
  const filter = propertyFilter(parameters.get('filter'));
  const renditions = renditionFilter(parameters.get('renditionfilter'));
  return {
    ...(filter && { filter }),
    ...(renditions !== undefined && { renditionFilter: renditions }),
    includeAllowableActions: booleanParameter(parameters, 'includeAllowableActions', false),
    includeRelationships: enumParameter(parameters, 'includeRelationships', RELATIONSHIPS) ?? 'none',
    includePolicyIds: booleanParameter(parameters, 'includePolicyIds', false),
    includeACL: booleanParameter(parameters, 'includeACL', false),
    includePathSegment: pathSegment !== undefined && booleanParameter(parameters, pathSegment, false),
  };
}
