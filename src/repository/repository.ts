/**
 * Everything that a binding may ask of the repository: one function per CMIS service operation, each one transaction
 * or one read. Inputs carry parsed values; all rules live behind it. Errors are `CmisError`s.
 */
import type { StoredBytes } from '../content/content-store';
import type { LockType } from '../model/lock';
import type { Ace } from '../model/permissions';
import type { PropertyChanges } from '../model/properties';
import type { AceChange } from './contract/ace-change';
import type { AllowableActions } from './values/allowable-actions';
import type { AnnotationServices } from './annotation-services';
import type { CheckIn } from './contract/check-in';
import type { RelationshipsOf } from './contract/relationships-of';
import type { BulkUpdate, BulkUpdated } from './contract/bulk-update';
import type { ChangesPage } from './contract/change-view';
import type { ExplainRequest, Explanation } from './contract/explanation';
import type { DirectoryServices } from './directory-services';
import type {
  CreateDocument,
  CreateDocumentFromSource,
  CreateObject,
  NewVersion,
  StagedContent,
} from './contract/new-object';
import type { NodesInFolder, NodesPage } from './contract/nodes-page';
import type { AclView, ObjectSelection, ObjectView, Page, PageRequest, Rendition, Tree } from './values/object-view';
import type { QueryRequest, QueryRow } from './contract/query-request';
import type { RenditionsOf, RenditionState } from './contract/rendition-state';
import type { RepositoryInfo } from './contract/repository-info';
import type { SearchPage, SearchRequest } from './contract/search-request';
import type { Amount } from './storage/downloads';
import type { Ancestors } from './storage/navigation';
import type { ContentAnswer } from './contract/content-answer';
import type { Request } from './contract/request';
import type { StoredObject } from './values/stored-object';
import type { TrashServices } from './contract/trash-services';
import type { TypeServices } from './contract/type-services';
import type { SetRights } from './contract/set-rights';
import type { UpdatedObject } from './contract/updated-object';

/** Operations that may be part of one transaction. */
type Joinable =
  | 'getObject'
  | 'getObjectByPath'
  | 'getObjectParents'
  | 'getAllVersions'
  | 'getObjectRelationships'
  | 'getACL'
  | 'createDocument'
  | 'createDocumentFromSource'
  | 'createFolder'
  | 'createItem'
  | 'createPolicy'
  | 'createRelationship'
  | 'updateProperties'
  | 'setContentStream'
  | 'appendContentStream'
  | 'deleteContentStream'
  | 'checkOut'
  | 'cancelCheckOut'
  | 'checkIn'
  | 'moveObject'
  | 'deleteObject'
  | 'deleteTree'
  | 'addObjectToFolder'
  | 'removeObjectFromFolder'
  | 'applyACL'
  | 'setACL'
  | 'setRights'
  | 'specializeType'
  | 'freeName'
  | 'copyObject'
  | 'lockDocument'
  | 'unlockDocument'
  | 'beginVersions'
  | 'setShared'
  | 'revert';

type Joined<F> = F extends (request: Request, input: infer I) => infer O ? (input: I) => O : never;

/** Operations inside of one transaction: each sees what those before it have done. */
export type Operations = { readonly [K in Joinable]: Joined<Repository[K]> };

export interface Repository extends TypeServices, TrashServices, DirectoryServices, AnnotationServices {
  /**
   * One transaction for all that `work` does: everything or nothing. `work` may be run again when others stood in its
   * way, so it does nothing else. Words of content are found before it, by `withWords`.
   */
  together<T>(request: Request, work: (operations: Operations) => Promise<T>): Promise<T>;
  /** The content with the words in it. `name`: of the document that it will belong to. */
  withWords(content: StagedContent, name: string): Promise<StagedContent>;
  getRepositoryInfo(request: Request): Promise<RepositoryInfo>;

  getObject(
    request: Request,
    input: {
      readonly objectId: string;
      readonly selection: ObjectSelection;
      readonly returnVersion?: 'this' | 'latest' | 'latestmajor';
    },
  ): Promise<ObjectView>;
  getObjectByPath(
    request: Request,
    input: {
      readonly path: string;
      readonly selection: ObjectSelection;
      readonly returnVersion?: 'this' | 'latest' | 'latestmajor';
    },
  ): Promise<ObjectView>;
  getAllowableActions(request: Request, objectId: string): Promise<AllowableActions>;
  getContentStream(
    request: Request,
    input: { readonly objectId: string; readonly streamId?: string },
  ): Promise<ContentAnswer>;
  getRenditions(
    request: Request,
    input: { readonly objectId: string; readonly renditionFilter?: string; readonly page: PageRequest },
  ): Promise<readonly Rendition[]>;
  /** Those that are made and those that could be, in the order of their names. */
  listRenditions(request: Request, input: RenditionsOf): Promise<readonly RenditionState[]>;
  /**
   * Has them made, later. @throws CmisError `objectNotFound` for unknown names, `invalidArgument` for what cannot be
   * made of the content, `contentAlreadyExists` when all are there.
   */
  requestRenditions(
    request: Request,
    input: { readonly objectId: string; readonly names: readonly string[] },
  ): Promise<void>;
  /** @throws CmisError `objectNotFound` when it is not made. */
  getRenditionContent(request: Request, input: RenditionsOf & { readonly name: string }): Promise<ContentAnswer>;
  /** @throws CmisError `objectNotFound` when it is not made. */
  deleteRendition(request: Request, input: { readonly objectId: string; readonly name: string }): Promise<void>;

  getChildren(
    request: Request,
    input: {
      readonly folderId: string;
      readonly page: PageRequest;
      readonly orderBy?: string;
      readonly selection: ObjectSelection;
    },
  ): Promise<Page<ObjectView>>;
  getDescendants(
    request: Request,
    input: {
      readonly folderId: string;
      readonly depth: number;
      readonly selection: ObjectSelection;
      readonly foldersOnly: boolean;
    },
  ): Promise<readonly Tree<ObjectView>[]>;
  getFolderParent(
    request: Request,
    input: { readonly folderId: string; readonly selection: ObjectSelection },
  ): Promise<ObjectView>;
  getObjectParents(
    request: Request,
    input: { readonly objectId: string; readonly selection: ObjectSelection },
  ): Promise<readonly ObjectView[]>;
  getNodesInFolder(request: Request, input: NodesInFolder): Promise<NodesPage>;
  /** Those names that people or groups have. One statement. */
  getExistingAuthorities(request: Request, names: readonly string[]): Promise<ReadonlySet<string>>;
  /** The folders above each object, by the object's key; see `Ancestors`. One statement. `asOf`: see `NodesPage`. */
  getAncestors(
    request: Request,
    input: { readonly objects: readonly StoredObject[]; readonly asOf?: string | undefined },
  ): Promise<ReadonlyMap<number, Ancestors>>;
  /** Display names of those people and groups that have one. One statement for those that are not known. */
  getDisplayNames(request: Request, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether the caller is an administrator now, whatever was known of the caller before. */
  isAdministrator(request: Request): Promise<boolean>;
  /** Id of the caller's home folder. */
  getHome(request: Request): Promise<string | undefined>;
  /** How many documents with content are in a folder and below it, of those that the caller may see, and their bytes. */
  getFolderSize(request: Request, folderId: string): Promise<Amount>;
  /** The picture of a person; undefined where there is none. */
  getAvatar(request: Request, person: string): Promise<ContentAnswer | undefined>;
  /** One's own, and for administrators anybody's. @throws CmisError `invalidArgument` for what is no image. */
  setAvatar(request: Request, input: { readonly person: string; readonly picture: StoredBytes }): Promise<void>;
  removeAvatar(request: Request, person: string): Promise<void>;
  getCheckedOutDocs(
    request: Request,
    input: {
      readonly folderId?: string;
      readonly page: PageRequest;
      readonly orderBy?: string;
      readonly selection: ObjectSelection;
    },
  ): Promise<Page<ObjectView>>;

  createDocument(request: Request, input: CreateDocument): Promise<ObjectView>;
  createDocumentFromSource(request: Request, input: CreateDocumentFromSource): Promise<ObjectView>;
  createFolder(request: Request, input: CreateObject): Promise<ObjectView>;
  createItem(request: Request, input: CreateObject): Promise<ObjectView>;
  createPolicy(request: Request, input: CreateObject): Promise<ObjectView>;
  createRelationship(request: Request, input: CreateObject): Promise<ObjectView>;

  updateProperties(
    request: Request,
    input: { readonly objectId: string; readonly properties: PropertyChanges; readonly changeToken?: string },
  ): Promise<Pick<UpdatedObject, 'view'>>;
  bulkUpdateProperties(request: Request, input: BulkUpdate): Promise<readonly BulkUpdated[]>;
  moveObject(
    request: Request,
    input: { readonly objectId: string; readonly targetFolderId: string; readonly sourceFolderId: string },
  ): Promise<ObjectView>;
  /** Into the trash, unless it is `final`. */
  deleteObject(
    request: Request,
    input: { readonly objectId: string; readonly allVersions: boolean; readonly final?: boolean },
  ): Promise<void>;
  /** Ids of what is left. */
  deleteTree(
    request: Request,
    input: {
      readonly folderId: string;
      readonly allVersions: boolean;
      readonly unfileObjects: 'unfile' | 'deletesinglefiled' | 'delete';
      readonly continueOnFailure: boolean;
      readonly final?: boolean;
    },
  ): Promise<readonly string[]>;

  setContentStream(
    request: Request,
    input: {
      readonly objectId: string;
      readonly content: StagedContent;
      readonly overwriteFlag: boolean;
      readonly changeToken?: string;
      /** The version that the write makes; undefined: what the dialect says. */
      readonly version?: NewVersion;
    },
  ): Promise<UpdatedObject>;
  appendContentStream(
    request: Request,
    input: {
      readonly objectId: string;
      readonly content: StagedContent;
      readonly isLastChunk: boolean;
      readonly changeToken?: string;
    },
  ): Promise<UpdatedObject>;
  deleteContentStream(
    request: Request,
    input: { readonly objectId: string; readonly changeToken?: string },
  ): Promise<UpdatedObject>;

  addObjectToFolder(
    request: Request,
    input: { readonly objectId: string; readonly folderId: string; readonly allVersions: boolean },
  ): Promise<ObjectView>;
  removeObjectFromFolder(
    request: Request,
    input: { readonly objectId: string; readonly folderId?: string },
  ): Promise<ObjectView>;

  checkOut(request: Request, objectId: string): Promise<ObjectView>;
  cancelCheckOut(request: Request, objectId: string): Promise<void>;
  checkIn(request: Request, input: CheckIn): Promise<ObjectView>;
  getAllVersions(
    request: Request,
    input: { readonly objectId: string; readonly selection: ObjectSelection },
  ): Promise<readonly ObjectView[]>;

  getObjectRelationships(request: Request, input: RelationshipsOf): Promise<Page<ObjectView>>;

  applyPolicy(request: Request, input: { readonly objectId: string; readonly policyId: string }): Promise<ObjectView>;
  removePolicy(request: Request, input: { readonly objectId: string; readonly policyId: string }): Promise<ObjectView>;
  getAppliedPolicies(
    request: Request,
    input: { readonly objectId: string; readonly selection: ObjectSelection },
  ): Promise<readonly ObjectView[]>;

  getACL(
    request: Request,
    input: { readonly objectId: string; readonly onlyBasicPermissions: boolean },
  ): Promise<AclView>;
  applyACL(
    request: Request,
    input: {
      readonly objectId: string;
      readonly addACEs: readonly AceChange[];
      readonly removeACEs: readonly AceChange[];
      readonly propagation: 'repositorydetermined' | 'objectonly' | 'propagate';
    },
  ): Promise<AclView>;
  /** Makes these the direct entries (AtomPub's PUT). */
  setACL(
    request: Request,
    input: {
      readonly objectId: string;
      readonly aces: readonly Ace[];
      /** Of entries that were not there before. */
      readonly propagation?: 'repositorydetermined' | 'objectonly' | 'propagate';
    },
  ): Promise<AclView>;

  copyObject(
    request: Request,
    input: { readonly objectId: string; readonly targetFolderId: string; readonly name?: string },
  ): Promise<ObjectView>;
  lockDocument(
    request: Request,
    input: {
      readonly objectId: string;
      readonly type: LockType;
      readonly lifetime: 'PERSISTENT' | 'EPHEMERAL';
      readonly expires?: number;
    },
  ): Promise<void>;
  unlockDocument(request: Request, objectId: string): Promise<void>;
  /** A document without versions begins to have some. */
  beginVersions(request: Request, objectId: string): Promise<ObjectView>;
  /** A new version in the state of an older one. */
  revert(
    request: Request,
    input: { readonly objectId: string; readonly major: boolean; readonly comment?: string },
  ): Promise<ObjectView>;
  /** Those objects that there are and that the caller may see, in the order of the ids. One statement. */
  getObjects(
    request: Request,
    input: { readonly objectIds: readonly string[]; readonly selection: ObjectSelection },
  ): Promise<readonly ObjectView[]>;
  setRights(request: Request, input: SetRights): Promise<void>;
  specializeType(request: Request, input: { readonly objectId: string; readonly typeId: string }): Promise<ObjectView>;
  /** A name that no sibling has, `name-1.txt` and so on where one has it. */
  freeName(request: Request, input: { readonly folderId: string; readonly name: string }): Promise<string>;

  query(request: Request, input: QueryRequest): Promise<Page<QueryRow>>;
  search(request: Request, input: SearchRequest): Promise<SearchPage>;
  /** How a query is run, and why an object is in its result or is not. `person`: in the result of somebody else. */
  explain(request: Request, input: ExplainRequest & { readonly person?: string }): Promise<Explanation>;
  getContentChanges(
    request: Request,
    input: {
      readonly changeLogToken?: string;
      readonly maxItems: number;
      readonly includeProperties: boolean;
      readonly includePolicyIds: boolean;
      readonly includeACL: boolean;
      readonly filter?: ObjectSelection['filter'];
    },
  ): Promise<ChangesPage>;
}
