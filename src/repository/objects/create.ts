import { CmisError } from '../../model/errors';
import type { BaseTypeId, PrimaryType, TypeOfBase } from '../../model/type-definition';
import { applyAcesOnCreate, applyAcesUnfiled } from '../access/acl';
import { requireAction, requirePermissions } from '../access/access';
import type { AceChange } from '../contract/ace-change';
import { copiedProperties } from './copied-properties';
import { contentNames } from '../content/content-stream';
import { findObject, holdFolder } from '../access/found';
import type { ObjectView } from '../values/object-view';
import { newProperties, type NewProperties } from './property-input';
import { applyPolicies, logPolicies } from './policies';
import type { CreateDocument, CreateDocumentFromSource, CreateObject, VersioningState } from '../contract/new-object';
import type { Dialect } from '../contract/request';
import type { NewObject, StoredFolder, UnitOfWork } from '../storage/storage';
import { plainView } from '../access/views';

type Creatable = Exclude<BaseTypeId, 'cmis:secondary'>;

/** createDocument, CMIS 1.1 §2.2.4.1. */
export async function createDocument(
  uow: UnitOfWork,
  input: CreateDocument & { readonly dialect: Dialect },
): Promise<ObjectView> {
  const folder = await folderOf(uow, input, 'CreateChildren');
  const fields = newProperties(uow.types, { ...input, baseId: 'cmis:document', creator: uow.caller.name });
  const type = fields.type as TypeOfBase<'cmis:document'>;
  const version = versionOf(type, input);
  const { content } = input;
  if (content && type.contentStreamAllowed === 'notallowed') {
    throw new CmisError('streamNotSupported', `Documents of type '${type.id}' cannot have content.`);
  }
  if (!content && type.contentStreamAllowed === 'required') {
    throw new CmisError('constraint', `Documents of type '${type.id}' must have content.`);
  }
  return insert(uow, input, {
    ...fields,
    ...(folder && { folder }),
    version,
    ...(content && { content: { ...content, ...contentNames(fields.name, content) } }),
  });
}

/**
 * createDocumentFromSource, CMIS 1.1 §2.2.4.2: type, properties and content are the source's unless given; neither its
 * history nor its rights.
 */
export async function createDocumentFromSource(
  uow: UnitOfWork,
  input: CreateDocumentFromSource & { readonly dialect: Dialect },
): Promise<ObjectView> {
  const folder = await folderOf(uow, input, 'CreateChildren');
  const source = await findObject(uow, input.sourceId, { parameter: 'sourceId' });
  if (source.type.baseId !== 'cmis:document')
    throw new CmisError('constraint', `The source '${source.id}' is not a document.`);
  if (source.content) requireAction(source, 'canGetContentStream');
  const fields = newProperties(uow.types, {
    ...input,
    properties: copiedProperties(uow.types, source, input.properties),
    baseId: 'cmis:document',
    creator: uow.caller.name,
  });
  const version = versionOf(fields.type as TypeOfBase<'cmis:document'>, input);
  const { content } = input;
  return insert(uow, input, {
    ...fields,
    ...(folder && { folder }),
    version,
    ...(content && { content: { ...content, ...contentNames(fields.name, content) } }),
    ...(!content &&
      source.content && {
        content: {
          contentKey: source.content.key,
          like: source.content,
          mimeType: source.content.mimeType,
          // A name of its own is kept; one that followed the source's name follows the copy's.
          fileName: source.content.fileName === source.name ? fields.name : source.content.fileName,
        },
      }),
  });
}

/** createFolder, CMIS 1.1 §2.2.4.3. */
export async function createFolder(
  uow: UnitOfWork,
  input: CreateObject & { readonly dialect: Dialect },
): Promise<ObjectView> {
  // Taken before the folder is read: neither its ancestors nor the rights it hands down change from here on.
  await uow.writer.lockTree('shared');
  const folder = await holdFolder(uow, input.folderId);
  requirePermissions(folder, 'CreateChildren', 'create folders in');
  return insert(uow, input, {
    ...newProperties(uow.types, { ...input, baseId: 'cmis:folder', creator: uow.caller.name }),
    folder,
  });
}

/** createItem, CMIS 1.1 §2.2.4.6. */
export async function createItem(
  uow: UnitOfWork,
  input: CreateObject & { readonly dialect: Dialect },
): Promise<ObjectView> {
  return createPlain(uow, { ...input, baseId: 'cmis:item' });
}

/** createPolicy, CMIS 1.1 §2.2.4.5. */
export async function createPolicy(
  uow: UnitOfWork,
  input: CreateObject & { readonly dialect: Dialect },
): Promise<ObjectView> {
  return createPlain(uow, { ...input, baseId: 'cmis:policy' });
}

async function createPlain(
  uow: UnitOfWork,
  input: CreateObject & { readonly dialect: Dialect; readonly baseId: Creatable },
): Promise<ObjectView> {
  const folder = await folderOf(uow, input, 'CreateChildren');
  return insert(uow, input, {
    ...newProperties(uow.types, { ...input, creator: uow.caller.name }),
    ...(folder && { folder }),
  });
}

/** The folder to create in; undefined when the object shall be unfiled. */
async function folderOf(
  uow: UnitOfWork,
  input: CreateObject & { readonly versioningState?: VersioningState },
  permission: 'CreateChildren',
): Promise<StoredFolder | undefined> {
  if (input.folderId === undefined) return undefined;
  // Rights of its own are computed from the folder's, which ACL changes rewrite.
  if ((input.addACEs && input.addACEs.length > 0) || input.versioningState === 'checkedout')
    await uow.writer.lockTree('shared');
  const folder = await holdFolder(uow, input.folderId);
  requirePermissions(folder, permission, 'create objects in');
  return folder;
}

function versionOf(
  type: TypeOfBase<'cmis:document'>,
  input: CreateDocument & { readonly dialect: Dialect },
): NonNullable<NewObject['version']> {
  const state: VersioningState = input.versioningState ?? (type.versionable ? 'major' : 'none');
  if (!type.versionable && state !== 'none') {
    throw new CmisError(
      'constraint',
      `Documents of type '${type.id}' have no versions; versioningState '${state}' is not possible.`,
    );
  }
  if (type.versionable && state === 'none' && input.dialect === 'cmis') {
    throw new CmisError(
      'constraint',
      `Documents of type '${type.id}' have versions; versioningState 'none' is not possible.`,
    );
  }
  const comment = state === 'none' || input.checkinComment === '' ? undefined : input.checkinComment;
  return {
    versioned: state !== 'none',
    isMajor: state !== 'minor',
    workingCopy: state === 'checkedout',
    ...(comment !== undefined && { comment }),
  };
}

async function insert(
  uow: UnitOfWork,
  input: CreateObject,
  fields: Omit<NewProperties, 'type'> & { readonly type: PrimaryType } & Pick<
      NewObject,
      'folder' | 'version' | 'content'
    >,
): Promise<ObjectView> {
  if (fields.folder && !fields.type.fileable) {
    throw new CmisError('constraint', `Objects of type '${fields.type.id}' are not fileable.`);
  }
  const adds: readonly AceChange[] = input.addACEs ?? [];
  const removes: readonly AceChange[] = input.removeACEs ?? [];
  if ((adds.length > 0 || removes.length > 0) && !fields.type.controllableACL) {
    throw new CmisError('constraint', `Objects of type '${fields.type.id}' cannot have an ACL of their own.`);
  }
  const aclKey = fields.folder ? await workingCopyAcl(uow, fields) : await applyAcesUnfiled(uow, adds);
  const { quiet = false } = input;
  const object = await uow.writer.insert({ ...fields, quiet, ...(aclKey !== undefined && { aclKey }) });
  if (fields.folder && (adds.length > 0 || removes.length > 0))
    await applyAcesOnCreate(uow, object, { add: adds, remove: removes });
  const policies = input.policies ?? [];
  if (policies.length > 0) await applyPolicies(uow, object, policies);
  if (policies.length > 0 || (fields.folder && adds.length > 0)) await logGiven(uow, object, policies.length > 0);
  return plainView(object);
}

/** The event of the creation was written before the object had entries and policies of its own. */
async function logGiven(uow: UnitOfWork, { key, uuid }: ObjectView['object'], hasPolicies: boolean): Promise<void> {
  const object = await uow.objects.byId({ uuid });
  if (!object || object.key !== key) return;
  await (hasPolicies ? logPolicies(uow, object) : uow.log.append({ object, kind: 'security' }));
}

/** A document that is created checked out is seen by those alone who may write it. */
async function workingCopyAcl(
  uow: UnitOfWork,
  fields: Pick<NewObject, 'folder' | 'version'>,
): Promise<number | undefined> {
  if (!fields.folder || !fields.version?.workingCopy) return undefined;
  return uow.acls.forWorkingCopy(fields.folder.contentAclKey);
}
