/** Which resource a request is for, and what each method does there. CMIS 1.1 §3.6. */
import { CmisError } from '../../model/errors';
import { postBulkUpdate } from './bulk-update';
import type { Call } from './call';
import { deleteContent, getContent, putContent } from './content';
import { getChanges, getQuery, postQuery } from './discovery';
import { HttpError } from './error-response';
import {
  deleteTree,
  getCheckedOut,
  getChildren,
  getDescendants,
  getFolderTree,
  getParent,
  getParents,
  postCheckedOut,
  postChild,
  postUnfiled,
} from './navigation';
import { deleteEntry, getEntry, getEntryByPath, putEntry } from './object-entry';
import { getRelationships, getVersions, postRelationship } from './relations';
import { deletePolicy, getAcl, getAllowableActions, getPolicies, postPolicy, putAcl } from './rights';
import { getServiceDocument } from './service-document';
import { deleteType, getType, getTypeChildren, getTypeDescendants, postType, putType } from './types';

type Answer = (call: Call) => Promise<void>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Resource = Readonly<Partial<Record<Method, Answer>>>;

const ENTRY: Resource = { GET: getEntry, PUT: putEntry, DELETE: deleteEntry };

const RESOURCES: Readonly<Record<string, Resource>> = {
  '': { GET: getServiceDocument },
  id: ENTRY,
  entry: ENTRY,
  path: { GET: getEntryByPath },
  content: { GET: getContent, PUT: putContent, DELETE: deleteContent },
  children: { GET: getChildren, POST: postChild, DELETE: deleteTree },
  descendants: { GET: getDescendants, DELETE: deleteTree },
  foldertree: { GET: getFolderTree, DELETE: deleteTree },
  parent: { GET: getParent },
  parents: { GET: getParents },
  versions: { GET: getVersions },
  relationships: { GET: getRelationships, POST: postRelationship },
  policies: { GET: getPolicies, POST: postPolicy, DELETE: deletePolicy },
  acl: { GET: getAcl, PUT: putAcl },
  allowableactions: { GET: getAllowableActions },
  checkedout: { GET: getCheckedOut, POST: postCheckedOut },
  unfiled: { POST: postUnfiled },
  query: { GET: getQuery, POST: postQuery },
  changes: { GET: getChanges },
  update: { POST: postBulkUpdate },
  type: { GET: getType, PUT: putType, DELETE: deleteType },
  types: { GET: getTypeChildren, POST: postType },
  typedesc: { GET: getTypeDescendants },
};

/**
 * Name of the resource that a path behind the mount is for; the repository's id may come first, and content may be
 * followed by a file name. @throws CmisError `objectNotFound`.
 */
export function resourceOf(rest: string, repositoryId: string): string {
  const segments = rest.split('/').filter((segment) => segment !== '');
  if (segments[0] !== undefined && decoded(segments[0]) === repositoryId) segments.shift();
  const [name = '', ...others] = segments;
  const isKnown =
    Object.hasOwn(RESOURCES, name) && (others.length === 0 || (name === 'content' && others.length === 1));
  if (!isKnown) throw new CmisError('objectNotFound', `There is nothing at '${rest}'.`);
  return name;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** @throws HttpError for a method that the resource does not have. */
export function answerOf(resource: string, method: string): Answer {
  const answers = RESOURCES[resource] ?? {};
  const answer = answers[(method === 'HEAD' ? 'GET' : method) as Method];
  if (answer) return answer;
  const allow = allowed(resource);
  throw new HttpError('noSuchMethod', `The method ${method} is not supported here, only ${allow} are.`, {
    Allow: allow,
  });
}

/** Value of `Allow`: the methods of the resource, HEAD with GET, and OPTIONS. */
export const allowed = (resource: string): string => {
  const methods = Object.keys(RESOURCES[resource] ?? {});
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
};
