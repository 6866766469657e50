/**
 * The ports through which operations reach PostgreSQL. Every function is one statement unless its comment says
 * otherwise; what a caller may not see is left out by the statement itself.
 */
import type { Ace } from '../../model/permissions';
import type { Caller } from '../../model/principal';
import type { Properties } from '../../model/properties';
import type { Cardinality, PropertyType } from '../../model/property-definition';
import type { PrimaryType, SecondaryType, TypeDeclaration } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { ContentText } from '../../text/text-extractor';
import type { ObjectId } from '../values/object-id';
import type { IncludeRelationships, PageRequest } from '../values/object-view';
import type { ActivityReader, ActivityWriter } from './activities';
import type { AnnotationReader, AnnotationWriter } from './annotations';
import type { AvatarReader, AvatarWriter } from './avatars';
import type { ChangeReader, ChangeWriter } from './changes';
import type { CategoryReader, CategoryWriter } from './categories';
import type { DirectoryReader, DirectoryWriter } from './directory';
import type { DownloadReader, DownloadWriter } from './downloads';
import type { NameReader } from './names';
import type { Listed, NavigationReader } from './navigation';
import type { SpellingReader } from './spelling';
import type { QueryReader } from './queries';
import type { RenditionReader, RenditionWriter } from './renditions';
import type { SiteReader, SiteWriter } from './sites';
import type { TagReader, TagWriter } from './tags';
import type { TrashReader, TrashWriter } from './trash';
import type { StoredContent, StoredObject } from '../values/stored-object';

/** Runs one operation; the only way to a `UnitOfWork`. */
export interface Transactor {
  /** Reads without a transaction: each statement is one snapshot. Retries when types changed under it. */
  read<T>(caller: Caller, work: (uow: ReadUnit) => Promise<T>): Promise<T>;
  /** One READ COMMITTED transaction; retried on serialisation failures, deadlocks and when types changed under it. */
  write<T>(caller: Caller, work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  /** The newest types that any unit of this process has seen. Asks nothing. */
  knownTypes(): TypeRegistry;
}

export interface ReadUnit {
  readonly caller: Caller;
  /** Types as of this unit; every statement checks that they still are. */
  readonly types: TypeRegistry;
  readonly repository: RepositoryRow;
  readonly objects: ObjectReader;
  readonly navigation: NavigationReader;
  readonly people: PeopleReader;
  readonly trashReader: TrashReader;
  readonly directory: DirectoryReader;
  readonly sites: SiteReader;
  readonly annotations: AnnotationReader;
  readonly activities: ActivityReader;
  readonly tags: TagReader;
  readonly categories: CategoryReader;
  readonly names: NameReader;
  readonly spelling: SpellingReader;
  readonly downloads: DownloadReader;
  readonly renditions: RenditionReader;
  readonly avatars: AvatarReader;
  readonly versions: VersionReader;
  readonly relationships: RelationshipReader;
  readonly policies: PolicyReader;
  readonly changes: ChangeReader;
  readonly typeReader: TypeReader;
  readonly queries: QueryReader;
}

export interface UnitOfWork extends ReadUnit {
  /** Read once: every date that one operation writes is the same. Milliseconds since 1970. */
  readonly now: number;
  readonly writer: ObjectWriter;
  readonly acls: AclWriter;
  readonly trash: TrashWriter;
  readonly versionWriter: VersionWriter;
  readonly filing: FilingWriter;
  readonly directoryWriter: DirectoryWriter;
  readonly siteWriter: SiteWriter;
  readonly annotationWriter: AnnotationWriter;
  readonly activityWriter: ActivityWriter;
  readonly tagWriter: TagWriter;
  readonly categoryWriter: CategoryWriter;
  readonly downloadWriter: DownloadWriter;
  readonly renditionWriter: RenditionWriter;
  readonly avatarWriter: AvatarWriter;
  readonly policyWriter: PolicyWriter;
  readonly typeWriter: TypeWriter;
  readonly log: ChangeWriter;
}

/** What is fixed when the repository is made. */
export interface RepositoryRow {
  readonly id: string;
  readonly rootKey: number;
  readonly rootUuid: string;
  readonly secret: Buffer;
}

export interface ObjectReader {
  /** Undefined when there is none; whether the caller may see it is for the operation to judge by `access`. `withAcl` fills `acl`. */
  byId(
    id: ObjectId,
    options?: { readonly withAcl?: boolean; readonly withAttached?: boolean },
  ): Promise<StoredObject | undefined>;
  /** Objects that exist and that the caller may see, in the order of `ids`; others are left out. */
  byIds(ids: readonly ObjectId[], options?: { readonly withAcl?: boolean }): Promise<readonly StoredObject[]>;
  /** By name keys from the root; undefined when a step is missing or the target may not be seen. `keys` empty is the root. */
  byPath(keys: readonly string[], options?: { readonly withAcl?: boolean }): Promise<StoredObject | undefined>;
  /** In a transaction: locks the live row for update and reads it as it is then. Two statements. */
  lock(id: ObjectId): Promise<StoredObject | undefined>;
  /** In a transaction: locks a folder against removal and moving, not against other creators. */
  shareFolder(id: ObjectId): Promise<StoredFolder | undefined>;
}

export interface StoredFolder extends StoredObject {
  /** The ACL row for what is in it. */
  readonly contentAclKey: number;
  readonly ancestorKeys: readonly number[];
}

export interface PeopleReader {
  /** Display names of those people and groups that have one, by name. */
  displayNames(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those names that people or groups have. */
  existing(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** A person who may log in, by name. */
  person(name: string): Promise<Caller | undefined>;
  /** Uuid of the caller's home folder, which need not be there any more. */
  home(): Promise<string | undefined>;
}

export interface VersionReader {
  /** The series newest first, a working copy that the caller may see in front. */
  all(series: StoredObject): Promise<readonly StoredObject[]>;
  /** Newest version, or newest major one; undefined when there is none. Never the working copy. */
  latest(
    series: StoredObject,
    major: boolean,
    options?: { readonly withAcl?: boolean },
  ): Promise<StoredObject | undefined>;
}

export interface RelationshipReader {
  /** Visible relationships of many objects at once, by object key, each list ordered by relationship key. */
  ofMany(
    objects: readonly StoredObject[],
    direction: Exclude<IncludeRelationships, 'none'>,
  ): Promise<ReadonlyMap<number, readonly StoredObject[]>>;
  /** Page of one object's relationships. `typeIds` undefined: all. */
  page(input: {
    readonly object: StoredObject;
    readonly direction: Exclude<IncludeRelationships, 'none'>;
    readonly typeKeys?: readonly number[];
    readonly page: PageRequest;
  }): Promise<Listed>;
}

export interface PolicyReader {
  /** Policies applied to many objects at once, by object key, that the caller may see. */
  ofMany(objects: readonly StoredObject[]): Promise<ReadonlyMap<number, readonly StoredObject[]>>;
}

export interface TypeReader {
  /** One small statement, after which `uow.types` is known to be what every process sees. */
  current(): Promise<void>;
  /** Whether any object, version or working copy is of this type or carries it as a secondary type. */
  inUse(typeKey: number): Promise<boolean>;
}

export interface NewContent {
  readonly key: string;
  readonly length: number;
  readonly sha256: string;
  /** The words in it; undefined: a job finds them. */
  readonly text?: ContentText;
}

export interface ContentFields {
  /** Row key of `contents`. */
  readonly contentKey: number;
  readonly mimeType: string;
  readonly fileName: string;
  /** The words in it, as they were claimed; `kept`: those that the object has in the index already; `shared`: those of another version. */
  readonly text?: ContentText | 'kept' | 'shared';
}

export interface NewObject {
  readonly type: PrimaryType;
  readonly secondaryTypes: readonly SecondaryType[];
  readonly name: string;
  readonly nameKey: string;
  /** Undefined: unfiled. */
  readonly folder?: StoredFolder;
  /** Row key of the ACL that it uses; the folder's content row when absent. */
  readonly aclKey?: number;
  readonly properties: Properties;
  /** Unclaimed bytes to claim, or the row key of a content that another object has. */
  readonly content?: (NewContent | { readonly contentKey: number; readonly like: StoredContent }) & {
    readonly mimeType: string;
    readonly fileName: string;
  };
  readonly owner: string;
  readonly version?: {
    readonly versioned: boolean;
    readonly isMajor: boolean;
    readonly workingCopy: boolean;
    readonly workingCopyOf?: StoredObject;
    readonly comment?: string;
  };
  readonly source?: StoredObject;
  readonly target?: StoredObject;
  /** It comes with something else: nothing is told of it in its site. */
  readonly quiet?: boolean;
}

/** Changes of the live row or a working copy; absent members stay. `null` removes. */
export interface ObjectChanges {
  readonly name?: { readonly name: string; readonly nameKey: string };
  readonly properties?: Properties;
  readonly secondaryTypeKeys?: readonly number[];
  readonly content?: ContentFields | null;
  readonly fileName?: string;
  readonly owner?: string;
  readonly typeKey?: number;
  /** Leaves modification date and modifier alone. */
  readonly silent?: boolean;
  /** Leaves what is found by words alone: what follows in the same unit writes it. */
  readonly keepsWords?: boolean;
}

/** Something below a folder. */
export interface Descendant {
  readonly object: StoredObject;
  /** Keys of the folders in the tree that hold it. */
  readonly folderKeys: readonly number[];
  /** Whether a folder outside the tree holds it too. */
  readonly elsewhere: boolean;
}

export interface ObjectWriter {
  /** Folder creation shares the tree, folder moves and ACL changes have it alone; taken before the folder is read. */
  lockTree(mode: 'shared' | 'exclusive'): Promise<void>;
  /** Turns bytes that are unclaimed into a content row: exactly one claim must be deleted. @throws CmisError `storage`. */
  claim(bytes: NewContent): Promise<number>;
  /** A content row of another one's pieces and these bytes. */
  claimAppended(base: StoredContent, bytes: NewContent): Promise<number>;
  /**
   * Inserts the object, claims its content and appends the `created` event, all in one statement. A working copy makes
   * no event. @throws CmisError `nameConstraintViolation`.
   */
  insert(object: NewObject): Promise<StoredObject>;
  /** Updates the live row or working copy, bumps its token. @throws CmisError `nameConstraintViolation`. */
  update(object: StoredObject, changes: ObjectChanges): Promise<StoredObject>;
  /**
   * Removes objects with their versions, working copies, filings, own ACLs and relationships; releases contents;
   * appends events. `top`: that one of them of which it is told in its site.
   */
  delete(objects: readonly StoredObject[], top?: StoredObject): Promise<void>;
  /**
   * Moves from one of its folders to another: row, `folders.ancestors` of what is below, ACL parents. Folders need the
   * exclusive tree lock; a cycle is refused with `constraint`. Several statements.
   */
  move(
    object: StoredObject,
    folders: { readonly source: StoredObject; readonly target: StoredFolder },
  ): Promise<StoredObject>;
  /** Everything below the folder, whoever may see it, deepest first. */
  subtree(folder: StoredObject): Promise<readonly Descendant[]>;
}

export interface AclWriter {
  /** Direct entries of the object's own ACL row(s); empty when it has none. */
  direct(object: StoredObject): Promise<readonly Ace[]>;
  /** Makes `aces` the direct entries and recomputes what inherits from them. Several statements, under the ACL lock. */
  replace(object: StoredObject, aces: readonly Ace[]): Promise<void>;
  /** Lets rights be handed down to the object from its folder, or not. Several statements, under the ACL lock. */
  setInheritance(object: StoredObject, inherits: boolean): Promise<void>;
  /** A row of its own for an object that is not in a folder: the entries in force. Returns its key. */
  standalone(aces: readonly Ace[]): Promise<number>;
  /** The row by which a working copy is seen: by those whom the given row lets write. Returns its key. */
  forWorkingCopy(parentAclKey: number): Promise<number>;
}

export interface VersionWriter {
  /** Copies the live row to `versions` under its label, unless that was done before content began to be appended. */
  freeze(live: StoredObject): Promise<void>;
  /** Next label of the series, above its high-water mark, as the live row's. */
  relabel(live: StoredObject, input: { readonly major: boolean; readonly comment?: string }): Promise<StoredObject>;
  /** A document without versions is its first one as it is, 1.0 or 0.1. */
  begin(live: StoredObject, input: { readonly major: boolean; readonly comment?: string }): Promise<StoredObject>;
  /** Marks or unmarks the live row as checked out. */
  setCheckedOut(live: StoredObject, by: string | undefined): Promise<void>;
  /**
   * Overwrites the live row with the working copy's name, properties, type state and content, then removes the copy.
   * `text`: the words of that content, `kept`: those that the copy has in the index; undefined: a job finds them.
   */
  takeOver(live: StoredObject, copy: StoredObject, text: ContentText | 'kept' | undefined): Promise<StoredObject>;
  /** A created-checked-out document becomes a live one. */
  born(copy: StoredObject, input: { readonly major: boolean; readonly comment?: string }): Promise<StoredObject>;
  /** Removes a working copy. */
  dropWorkingCopy(copy: StoredObject): Promise<void>;
  /** Removes one frozen version. */
  deleteFrozen(version: StoredObject): Promise<void>;
  /** The newest frozen version becomes the live row; undefined when there is none. */
  restorePrevious(live: StoredObject): Promise<StoredObject | undefined>;
}

export interface FilingWriter {
  /** Whether something in the folder has this name key. */
  isTaken(folderKey: number, nameKey: string): Promise<boolean>;
  /** The least number for which `{start}{number}{end}`, name keys, is a name that nothing in the folder has. */
  freeNumber(folderKey: number, name: { readonly start: string; readonly end: string }): Promise<number>;
  /** `inherits`: an object that was in no folder comes to have the rights that this one hands down. */
  add(object: StoredObject, folder: StoredFolder, options: { readonly inherits: boolean }): Promise<void>;
  /** Takes the object out of one folder; when that was the primary one, another takes its place or it becomes unfiled. */
  remove(object: StoredObject, folder: StoredObject): Promise<void>;
  removeAll(object: StoredObject): Promise<void>;
}

export interface PolicyWriter {
  apply(object: StoredObject, policy: StoredObject): Promise<void>;
  remove(object: StoredObject, policy: StoredObject): Promise<boolean>;
}

export interface TypeWriter {
  /**
   * All type changes of a repository queue here; then `uow.types` is what they see. With a type: no object begins to
   * use it until the transaction ends.
   */
  lock(typeId?: string): Promise<void>;
  /** @throws CmisError `constraint` (id or query name taken). */
  create(declaration: TypeDeclaration): Promise<void>;
  update(declaration: TypeDeclaration): Promise<void>;
  delete(typeId: string): Promise<void>;
  /** Fixes data type and cardinality of a property id. @throws CmisError `constraint` when it has others. */
  claimProperty(input: {
    readonly id: string;
    readonly propertyType: PropertyType;
    readonly cardinality: Cardinality;
    readonly indexed: boolean;
  }): Promise<void>;
}
