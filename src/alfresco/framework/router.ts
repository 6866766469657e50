/** From an address to an operation; before anybody is asked who they are, as Alfresco does it. */
import { ApiError, badRequest, notFound, unsupported } from './api-error';
import type { Api, Method, Operation } from './operation';

export interface Route {
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
}

export interface Router {
  /** @throws ApiError 404, 405, 401 for a tenant that is not here, 400. */
  find(method: string, path: string): Route;
  /** The operation at a path of its API, as the table writes it; for what answers take from other operations. */
  at(api: Api, method: Method, segments: readonly string[]): Route | undefined;
}

interface Place {
  readonly literals: Map<string, Place>;
  any?: Place;
  readonly operations: Map<string, Operation>;
}

const newPlace = (): Place => ({ literals: new Map(), operations: new Map() });

/**
 * Finds operations by API, method and path; where both fit, a literal segment goes before a `{name}`.
 * @throws Error when two operations have one method and path.
 */
export function createRouter(operations: readonly Operation[]): Router {
  const roots = new Map<Api, Place>();
  for (const operation of operations) place(roots, operation);
  const walk = (api: Api, segments: readonly string[]): Place | undefined => {
    const root = roots.get(api);
    return root && step(root, segments, 0);
  };
  const routed = (operation: Operation, segments: readonly string[]): Route => ({
    operation,
    values: Object.fromEntries(
      split(operation.path).flatMap((part, index) =>
        part.startsWith('{') ? [[part.slice(1, -1), segments[index] ?? '']] : [],
      ),
    ),
  });
  return {
    find: (method, path) => {
      const { apis, segments } = addressed(path);
      const found = apis.map((api) => walk(api, segments)).find((place) => place && place.operations.size > 0);
      if (!found) throw notFound(path.slice(0, 200));
      const operation = found.operations.get(method);
      if (!operation) throw new MethodNotAllowed([...found.operations.keys()]);
      return routed(operation, segments);
    },
    at: (api, method, segments) => {
      const operation = walk(api, segments)?.operations.get(method);
      return operation && routed(operation, segments);
    },
  };
}

/** 405 with the methods that there are. */
export class MethodNotAllowed extends ApiError {
  readonly allowed: readonly string[];

  constructor(allowed: readonly string[]) {
    const { status, message, key } = unsupported();
    super(status, message, key);
    this.allowed = allowed;
  }
}

/** The segments of a path as they are written, empty ones left out. */
export const split = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

function place(roots: Map<Api, Place>, operation: Operation): void {
  let at = roots.get(operation.api) ?? newPlace();
  roots.set(operation.api, at);
  for (const part of split(operation.path)) {
    if (part.startsWith('{')) at = at.any ??= newPlace();
    else {
      const next = at.literals.get(part) ?? newPlace();
      at.literals.set(part, next);
      at = next;
    }
  }
  if (at.operations.has(operation.method))
    throw new Error(`There are two operations ${operation.method} ${operation.path}.`);
  at.operations.set(operation.method, operation);
}

/** A literal segment goes before one that may be anything. */
function step(at: Place, segments: readonly string[], index: number): Place | undefined {
  const segment = segments[index];
  if (segment === undefined) return at;
  const literal = at.literals.get(segment);
  const found = literal && step(literal, segments, index + 1);
  if (found && found.operations.size > 0) return found;
  return at.any && step(at.any, segments, index + 1);
}

interface Addressed {
  /** Tables to look into. */
  readonly apis: readonly Api[];
  readonly segments: readonly string[];
}

/** APIs by scope and name; `model` is served inside `core`. */
const APIS: Readonly<Record<string, readonly Api[]>> = {
  'public/alfresco': ['core', 'model'],
  'public/authentication': ['authentication'],
  'public/search': ['search'],
  'private/alfresco': ['rules'],
};
const TENANTS = new Set(['-default-', '-system-']);

function addressed(path: string): Addressed {
  const segments = path
    .split('/')
    .slice(1)
    .map((part) => decoded(part));
  // With or without a slash at the end; empty segments elsewhere are names of nothing.
  if (segments.at(-1) === '') segments.pop();
  const [, , first, scope, name, versions, version, ...rest] = segments;
  if (first === 'discovery' && scope === undefined) return { apis: ['discovery'], segments: ['discovery'] };
  if (scope === undefined || name === undefined || versions !== 'versions') throw notFound(path.slice(0, 200));
  if (!TENANTS.has(first ?? '')) throw new ApiError(401, `There is no tenant '${(first ?? '').slice(0, 100)}' here`);
  if (!/^[1-9]\d{0,8}$/.test(version ?? '') || name !== name.toLowerCase()) {
    throw badRequest(`'${`${name}/versions/${version ?? ''}`.slice(0, 100)}' is no version of an API`);
  }
  const apis = version === '1' ? APIS[`${scope}/${name}`] : undefined;
  if (!apis || rest.length === 0) throw notFound(path.slice(0, 200));
  return { apis, segments: rest };
}

/** As a form decodes it: `+` is a blank. */
function decoded(part: string): string {
  const spaced = part.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw badRequest(`The address holds '${part.slice(0, 100)}', which is no percent-encoded UTF-8`);
  }
}
