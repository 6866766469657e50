/** Addresses of the browser binding: which a request is for, and which answers name. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { Dialect } from '../../repository/contract/request';

/** One place where the binding is mounted. */
export interface BrowserMount {
  /** Path of the service, without a trailing slash. */
  readonly path: string;
  readonly dialect: Dialect;
  /** Whether the repository has the address of the service itself or one below it, named by its id. */
  readonly repositoryAt: 'service' | 'id';
}

export const BROWSER_MOUNTS: readonly BrowserMount[] = [
  { path: '/alfresco/api/-default-/public/cmis/versions/1.1/browser', dialect: 'alfresco', repositoryAt: 'service' },
  { path: '/alfresco/api/-default-/cmis/versions/1.1/browser', dialect: 'alfresco', repositoryAt: 'service' },
  { path: '/alfresco/api/cmis/versions/1.1/browser', dialect: 'alfresco', repositoryAt: 'service' },
  { path: '/alfresco/cmisbrowser', dialect: 'alfresco', repositoryAt: 'id' },
  { path: '/cmis/1.1/browser', dialect: 'cmis', repositoryAt: 'id' },
];

/** Absolute addresses that answers name. */
export interface BrowserAddresses {
  readonly repository: string;
  readonly rootFolder: string;
  readonly thinClient: string;
}

/** `baseUrl` is scheme, host and prefix as the client used them. */
export function browserAddresses(baseUrl: string, mount: BrowserMount, repositoryId: string): BrowserAddresses {
  const service = `${baseUrl}${mount.path}`;
  const repository = mount.repositoryAt === 'service' ? service : `${service}/${encodeURIComponent(repositoryId)}`;
  return { repository, rootFolder: `${repository}/root`, thinClient: `${baseUrl}/` };
}

export type Target =
  /** The service, which is also the repository unless another one is named. */
  | { readonly kind: 'service' }
  | { readonly kind: 'repository'; readonly repositoryId: string }
  /** `path` is the CMIS path of the object, from '/' on. */
  | { readonly kind: 'object'; readonly path: string; readonly repositoryId?: string };

/**
 * What the rest of a path behind the mount is for: '', '/root…', '/{repositoryId}' or '/{repositoryId}/root…'.
 * Everywhere both forms are understood. @throws CmisError `invalidArgument`, `notSupported`.
 */
export function target(rest: string): Target {
  const segments = rest.split('/').filter((segment) => segment !== '');
  const [first, second] = segments;
  if (first === undefined) return { kind: 'service' };
  if (first === 'root') return { kind: 'object', path: objectPath(segments.slice(1)) };
  const repositoryId = decodeSegment(first);
  if (second === undefined) return { kind: 'repository', repositoryId };
  if (second !== 'root') throw new CmisError('notSupported', `There is nothing at '${rest}'.`);
  return { kind: 'object', path: objectPath(segments.slice(2)), repositoryId };
}

const objectPath = (segments: readonly string[]): string => `/${segments.map(decodeSegment).join('/')}`;

function decodeSegment(segment: string): string {
  let name: string;
  try {
    name = decodeURIComponent(segment);
  } catch {
    throw invalidArgument(`The path holds '${segment}', which is no percent-encoded UTF-8.`);
  }
  if (!canBeName(name)) throw invalidArgument(`The path holds '${segment}', which cannot be a name.`);
  return name;
}

/** Control characters and an encoded slash name nothing, and the latter must not become another path. */
function canBeName(name: string): boolean {
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i);
    if (code < 32 || code === 47) return false;
  }
  return true;
}
