import type { ContentStore } from '../content/content-store';
import type { Staging } from '../content/staging';
import type { Renderer } from '../renditions/renderer';
import type { TextExtractor } from '../text/text-extractor';
import { CmisError } from '../model/errors';
import { applyACL, getACL, setACL } from './access/acl';
import { avatarServices } from './directory/avatars';
import { boundServices, calledServices, spokenServices } from './bound-services';
import { annotationServices } from './annotation-services';
import { getContentChanges } from './changes';
import { inputWithWords, withWords } from './content/content-text';
import { appendContentStream, deleteContentStream, getContentStream, setContentStream } from './content/content-stream';
import { directoryServices } from './directory-services';
import { createDocument, createDocumentFromSource, createFolder, createItem, createPolicy } from './objects/create';
import { deleteObject, deleteTree } from './objects/delete-object';
import { copyObject } from './objects/copy-object';
import { lockDocument, unlockDocument } from './objects/lock';
import { beginVersions } from './objects/begin-versions';
import { revert } from './objects/revert';
import { getAllowableActions, getObject, getObjectByPath, getObjects } from './objects/get-object';
import { joinContent } from './content/join-content';
import { moveObject } from './objects/move-object';
import { addObjectToFolder, removeObjectFromFolder } from './objects/multi-filing';
import {
  getCheckedOutDocs,
  getChildren,
  getDescendants,
  getFolderParent,
  getObjectParents,
} from './navigation/navigation';
import { freeName } from './objects/free-name';
import { explain } from './search/explain';
import { getNodesInFolder } from './navigation/nodes-in-folder';
import { setRights } from './access/rights';
import { specializeType } from './objects/specialize-type';
import { operationsOf } from './operations';
import { applyPolicy, getAppliedPolicies, removePolicy } from './objects/policies';
import { query } from './search/query';
import { search } from './search/search';
import { createRelationship, getObjectRelationships } from './objects/relationships';
import { renditionServices } from './rendition-services';
import { getRenditions } from './objects/renditions';
import type { Repository } from './repository';
import type { Request } from './contract/request';
import { getFolderSize } from './navigation/folder-size';
import { getRepositoryInfo } from './get-repository-info';
import type { Transactor, UnitOfWork } from './storage/storage';
import { createType, deleteType, getTypeChildren, getTypeDefinition, getTypeDescendants, updateType } from './types';
import { getTrashed, getTrashedContent, listTrash, purgeTrashed, restoreTrashed } from './objects/trash';
import { bulkUpdateProperties, updateProperties } from './objects/update-properties';
import { cancelCheckOut, checkIn, checkOut, getAllVersions } from './objects/versioning';

export interface RepositoryParts {
  readonly transactor: Transactor;
  readonly store: ContentStore;
  readonly staging: Staging;
  readonly text: TextExtractor;
  readonly renderer: Renderer;
  /** Called when there are renditions to make. */
  readonly onRenditionsAsked?: () => void;
}

const READS = {
  getTypeChildren,
  getTypeDescendants,
  getTypeDefinition,
  getObject,
  getObjectByPath,
  getObjects,
  getAllowableActions,
  getRenditions,
  getChildren,
  getDescendants,
  getFolderParent,
  getObjectParents,
  getNodesInFolder,
  getFolderSize,
  getCheckedOutDocs,
  listTrash,
  getTrashed,
  getAllVersions,
  getObjectRelationships,
  getAppliedPolicies,
  getACL,
  search,
  getContentChanges,
};
const WRITES = {
  createType,
  updateType,
  deleteType,
  moveObject,
  deleteObject,
  deleteTree,
  restoreTrashed,
  purgeTrashed,
  addObjectToFolder,
  removeObjectFromFolder,
  checkOut,
  cancelCheckOut,
  applyPolicy,
  removePolicy,
  applyACL,
  setACL,
  setRights,
  specializeType,
  freeName,
  lockDocument,
  unlockDocument,
  beginVersions,
  revert,
};
/** Their outcome depends on the dialect. */
const SPOKEN = {
  createFolder,
  createItem,
  createPolicy,
  createRelationship,
  updateProperties,
  deleteContentStream,
  copyObject,
};
/** Likewise, and content may come along: its words are found before the transaction. */
const UPLOADING = { createDocument, createDocumentFromSource, setContentStream, checkIn };

/** Binds every operation to one transaction or one read; all that an adapter sees of the core. */
export function createRepository(parts: RepositoryParts): Repository {
  const { transactor } = parts;
  const write = <T>(request: Request, work: (uow: UnitOfWork) => Promise<T>): Promise<T> =>
    transactor.write(request.caller, work).catch((error: unknown) => {
      throw inDialect(error, request.dialect);
    });
  return {
    ...directoryServices(transactor),
    ...annotationServices(transactor),
    ...renditionServices(parts),
    ...avatarServices(parts),
    ...boundServices(transactor, { reads: READS, writes: {} }),
    ...calledServices(WRITES, (request, input, operation) => write(request, (uow) => operation(uow, input))),
    ...spokenServices(SPOKEN, (request, input, operation) => write(request, (uow) => operation(uow, input))),
    ...spokenServices(UPLOADING, async (request, input, operation) => {
      const known = await inputWithWords(parts, input as object);
      return write(request, (uow) => operation(uow, known));
    }),
    ...singleReads(parts),
    together: (request, work) => write(request, (uow) => work(operationsOf(uow, request.dialect))),
    withWords: (content, name) => withWords(parts, content, name),
    knownTypes: () => transactor.knownTypes(),
    bulkUpdateProperties: (request, input) => bulkUpdateProperties(transactor, request, input),
    appendContentStream: async (request, input) => {
      // Without a last chunk nobody knows whether there is a word at the end.
      const known = input.isLastChunk ? await inputWithWords(parts, input) : input;
      const appended = await transactor.write(request.caller, (uow) =>
        appendContentStream(uow, { ...known, dialect: request.dialect }),
      );
      return input.isLastChunk ? joinContent(parts, request, appended) : appended;
    },
    explain: (request, input) => explain(transactor, request, input),
  };
}

type SingleRead =
  | 'types'
  | 'getRepositoryInfo'
  | 'getContentStream'
  | 'getExistingAuthorities'
  | 'getAncestors'
  | 'getDisplayNames'
  | 'isAdministrator'
  | 'getHome'
  | 'getTrashedContent'
  | 'query';

/** Reads that take something else than an input. */
function singleReads({ transactor, store }: RepositoryParts): Pick<Repository, SingleRead> {
  return {
    types: (request) => transactor.read(request.caller, async (uow) => (await uow.typeReader.current(), uow.types)),
    getRepositoryInfo: (request) => transactor.read(request.caller, getRepositoryInfo),
    getContentStream: (request, input) =>
      transactor.read(request.caller, (uow) => getContentStream(uow, { ...input, store })),
    getExistingAuthorities: (request, names) => transactor.read(request.caller, (uow) => uow.people.existing(names)),
    getAncestors: (request, { objects, asOf }) =>
      transactor.read(request.caller, (uow) => uow.navigation.ancestors(objects, asOf)),
    getDisplayNames: (request, names) => transactor.read(request.caller, (uow) => uow.people.displayNames(names)),
    isAdministrator: (request) =>
      transactor.read(request.caller, async (uow) => (await uow.typeReader.current(), uow.caller.admin)),
    getHome: (request) => transactor.read(request.caller, (uow) => uow.people.home()),
    getTrashedContent: (request, objectId) =>
      transactor.read(request.caller, (uow) => getTrashedContent(uow, { objectId, store })),
    query: (request, input) =>
      transactor.read(request.caller, (uow) => query(uow, { ...input, dialect: request.dialect })),
  };
}

/** Alfresco's clients know a name that a sibling has as `contentAlreadyExists`; the standard calls it a name constraint. */
function inDialect(error: unknown, dialect: Request['dialect']): unknown {
  const renames = dialect === 'alfresco' && error instanceof CmisError && error.code === 'nameConstraintViolation';
  return renames ? new CmisError('contentAlreadyExists', error.message, { cause: error }) : error;
}
