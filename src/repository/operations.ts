import { applyACL, getACL, setACL } from './access/acl';
import { appendContentStream, deleteContentStream, setContentStream } from './content/content-stream';
import { createDocument, createDocumentFromSource, createFolder, createItem, createPolicy } from './objects/create';
import { deleteObject, deleteTree } from './objects/delete-object';
import { copyObject } from './objects/copy-object';
import { setShared } from './annotations/shared-links';
import { lockDocument, unlockDocument } from './objects/lock';
import { beginVersions } from './objects/begin-versions';
import { revert } from './objects/revert';
import { freeName } from './objects/free-name';
import { getObject, getObjectByPath } from './objects/get-object';
import { moveObject } from './objects/move-object';
import { addObjectToFolder, removeObjectFromFolder } from './objects/multi-filing';
import { getObjectParents } from './navigation/navigation';
import { createRelationship, getObjectRelationships } from './objects/relationships';
import { setRights } from './access/rights';
import { specializeType } from './objects/specialize-type';
import type { Operations } from './repository';
import type { Dialect } from './contract/request';
import type { UnitOfWork } from './storage/storage';
import { updateProperties } from './objects/update-properties';
import { cancelCheckOut, checkIn, checkOut, getAllVersions } from './objects/versioning';

/** The operations of one transaction, which see what those before them have done. */
export function operationsOf(uow: UnitOfWork, dialect: Dialect): Operations {
  const plain =
    <I, O>(operation: (uow: UnitOfWork, input: I) => Promise<O>) =>
    (input: I): Promise<O> =>
      operation(uow, input);
  /** For operations whose outcome depends on the dialect. */
  const spoken =
    <I extends object, O>(operation: (uow: UnitOfWork, input: I & { readonly dialect: Dialect }) => Promise<O>) =>
    (input: Omit<I, 'dialect'>): Promise<O> =>
      operation(uow, { ...input, dialect } as I & { readonly dialect: Dialect });
  return {
    getObject: plain(getObject),
    getObjectByPath: plain(getObjectByPath),
    getObjectParents: plain(getObjectParents),
    getAllVersions: plain(getAllVersions),
    getObjectRelationships: plain(getObjectRelationships),
    getACL: plain(getACL),

    createDocument: spoken(createDocument),
    createDocumentFromSource: spoken(createDocumentFromSource),
    createFolder: spoken(createFolder),
    createItem: spoken(createItem),
    createPolicy: spoken(createPolicy),
    createRelationship: spoken(createRelationship),
    updateProperties: spoken(updateProperties),
    setContentStream: spoken(setContentStream),
    appendContentStream: spoken(appendContentStream),
    deleteContentStream: spoken(deleteContentStream),
    checkOut: plain(checkOut),
    cancelCheckOut: plain(cancelCheckOut),
    checkIn: spoken(checkIn),
    moveObject: plain(moveObject),
    deleteObject: plain(deleteObject),
    deleteTree: plain(deleteTree),
    addObjectToFolder: plain(addObjectToFolder),
    removeObjectFromFolder: plain(removeObjectFromFolder),
    applyACL: plain(applyACL),
    setACL: plain(setACL),
    setRights: plain(setRights),
    specializeType: plain(specializeType),
    freeName: plain(freeName),
    copyObject: spoken(copyObject),
    lockDocument: plain(lockDocument),
    unlockDocument: plain(unlockDocument),
    beginVersions: plain(beginVersions),
    setShared: plain(setShared),
    revert: plain(revert),
  };
}
