/** What POSTs do, CMIS 1.1 §5.4.2 and §5.4.3: one function per action, by lower-case name. */
import { invalidArgument } from '../../model/errors';
import type { ObjectView } from '../../repository/values/object-view';
import type { CreateObject, CreateDocument, StagedContent } from '../../repository/contract/new-object';
import type { UpdatedObject } from '../../repository/contract/updated-object';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import type { TypeRegistry } from '../../model/type-registry';
import {
  booleanParameter,
  enumParameter,
  requiredParameter,
  textParameter,
  type Limits,
  type Parameters,
} from '../parameters';
import { aclJson } from './acl-json';
import { formAces, formObjects, formPolicies, formProperties, indexed } from './control-form';
import type { JsonText } from './json-text';
import type { DateTimeFormat } from './json-value';
import { objectJson, type JsonStyle } from './object-json';
import { query, statementOf } from './selectors';
import { typeJson } from './type-json';
import { readType } from './type-reader';

/** One write request. */
export interface Write {
  readonly repository: Repository;
  readonly request: Request;
  /** Controls of the form, and parameters of the address where the form does not have them. */
  readonly parameters: Parameters;
  readonly content?: StagedContent;
  readonly limits: Limits;
  readonly types: TypeRegistry;
  readonly dateTimeFormat: DateTimeFormat;
  /** The id of the addressed object. */
  objectId(): Promise<string>;
  /** The folder to create in; undefined: none. */
  folderId(): Promise<string | undefined>;
  style(): JsonStyle;
}

export interface Answer {
  readonly status: 200 | 201;
  /** JSON; undefined: empty. */
  readonly body?: JsonText;
  readonly objectId?: string;
  readonly typeId?: string;
}

export type Act = (write: Write) => Promise<Answer>;

const EMPTY: Answer = { status: 200 };

/** Actions at the address of the repository; what they create is in no folder. */
export const REPOSITORY_ACTIONS: Readonly<Record<string, Act>> = {
  createdocument: createDocument,
  createdocumentfromsource: createDocumentFromSource,
  createitem: async (write) => created(write, await write.repository.createItem(write.request, await newObject(write))),
  createpolicy: async (write) =>
    created(write, await write.repository.createPolicy(write.request, await newObject(write))),
  createrelationship: createRelationship,

  bulkupdate: async ({ repository, request, parameters, types }) => {
    const updated = await repository.bulkUpdateProperties(request, {
      objects: formObjects(parameters),
      properties: formProperties(parameters, types),
      addSecondaryTypeIds: indexed(parameters, 'addSecondaryTypeId'),
      removeSecondaryTypeIds: indexed(parameters, 'removeSecondaryTypeId'),
    });
    return { status: 200, body: JSON.stringify(updated) };
  },

  query: async (write) => ({ status: 200, body: await query(write, statementOf(write.parameters)) }),

  createtype: async (write) => {
    const declaration = readType(requiredParameter(write.parameters, 'type'));
    const type = await write.repository.createType(write.request, declaration);
    return { status: 201, body: typeJson(type, { ...write, includePropertyDefinitions: true }), typeId: type.id };
  },

  updatetype: async (write) => {
    const { id, propertyDefinitions } = readType(requiredParameter(write.parameters, 'type'));
    const type = await write.repository.updateType(write.request, { id, propertyDefinitions });
    return { status: 200, body: typeJson(type, { ...write, includePropertyDefinitions: true }), typeId: type.id };
  },

  deletetype: async ({ repository, request, parameters }) => {
    const given = requiredParameter(parameters, 'typeId');
    const typeId = unquoted(given);
    await repository.deleteType(request, typeId);
    // CmisJS sends the id as JSON text and reads the answer as JSON, where the standard has an empty one.
    return typeId === given ? EMPTY : { status: 200, body: '{}' };
  },
};

/** Actions at the address of an object. */
export const OBJECT_ACTIONS: Readonly<Record<string, Act>> = {
  createdocument: createDocument,
  createdocumentfromsource: createDocumentFromSource,
  createfolder: async (write) =>
    created(write, await write.repository.createFolder(write.request, await newObject(write))),
  createitem: async (write) => created(write, await write.repository.createItem(write.request, await newObject(write))),
  createpolicy: async (write) =>
    created(write, await write.repository.createPolicy(write.request, await newObject(write))),

  update: async (write) => {
    const properties = formProperties(write.parameters, write.types);
    const input = { objectId: await write.objectId(), properties, ...changeToken(write) };
    const { view } = await write.repository.updateProperties(write.request, input);
    return answer(write, view, 200);
  },

  move: async (write) => {
    const targetFolderId = requiredParameter(write.parameters, 'targetFolderId');
    const sourceFolderId = requiredParameter(write.parameters, 'sourceFolderId');
    const input = { objectId: await write.objectId(), targetFolderId, sourceFolderId };
    return answer(write, await write.repository.moveObject(write.request, input), 201);
  },

  delete: async (write) => {
    const allVersions = booleanParameter(write.parameters, 'allVersions', true);
    await write.repository.deleteObject(write.request, { objectId: await write.objectId(), allVersions });
    return EMPTY;
  },

  deletetree: async (write) => {
    const { parameters } = write;
    const left = await write.repository.deleteTree(write.request, {
      allVersions: booleanParameter(parameters, 'allVersions', true),
      unfileObjects: enumParameter(parameters, 'unfileObjects', ['unfile', 'deletesinglefiled', 'delete']) ?? 'delete',
      continueOnFailure: booleanParameter(parameters, 'continueOnFailure', false),
      folderId: await write.objectId(),
    });
    return left.length === 0 ? EMPTY : { status: 200, body: JSON.stringify({ ids: left }) };
  },

  setcontent: async (write) => {
    const overwriteFlag = booleanParameter(write.parameters, 'overwriteFlag', true);
    const input = { content: contentOf(write), overwriteFlag, ...changeToken(write), objectId: await write.objectId() };
    return contentAnswer(write, await write.repository.setContentStream(write.request, input), 201);
  },

  appendcontent: async (write) => {
    const isLastChunk = booleanParameter(write.parameters, 'isLastChunk', false);
    const input = { content: contentOf(write), isLastChunk, ...changeToken(write), objectId: await write.objectId() };
    return contentAnswer(write, await write.repository.appendContentStream(write.request, input), 200);
  },

  deletecontent: async (write) => {
    const input = { objectId: await write.objectId(), ...changeToken(write) };
    return contentAnswer(write, await write.repository.deleteContentStream(write.request, input), 200);
  },

  addobjecttofolder: async (write) => {
    const folderId = requiredParameter(write.parameters, 'folderId');
    const allVersions = booleanParameter(write.parameters, 'allVersions', true);
    const input = { objectId: await write.objectId(), folderId, allVersions };
    return answer(write, await write.repository.addObjectToFolder(write.request, input), 201);
  },

  removeobjectfromfolder: async (write) => {
    const folderId = textParameter(write.parameters, 'folderId');
    const input = { objectId: await write.objectId(), ...(folderId !== undefined && { folderId }) };
    return answer(write, await write.repository.removeObjectFromFolder(write.request, input), 201);
  },

  checkout: async (write) => answer(write, await write.repository.checkOut(write.request, await write.objectId()), 201),

  cancelcheckout: async (write) => {
    await write.repository.cancelCheckOut(write.request, await write.objectId());
    return EMPTY;
  },

  checkin: async (write) => {
    const { parameters } = write;
    const checkinComment = textParameter(parameters, 'checkinComment');
    const view = await write.repository.checkIn(write.request, {
      major: booleanParameter(parameters, 'major', true),
      properties: formProperties(parameters, write.types),
      ...(write.content && { content: write.content }),
      ...(checkinComment !== undefined && { checkinComment }),
      ...policiesAndAces(write),
      objectId: await write.objectId(),
    });
    return answer(write, view, 201);
  },

  applypolicy: async (write) => {
    const policyId = requiredParameter(write.parameters, 'policyId');
    const input = { objectId: await write.objectId(), policyId };
    return answer(write, await write.repository.applyPolicy(write.request, input), 200);
  },

  removepolicy: async (write) => {
    const policyId = requiredParameter(write.parameters, 'policyId');
    const input = { objectId: await write.objectId(), policyId };
    return answer(write, await write.repository.removePolicy(write.request, input), 200);
  },

  applyacl: async (write) => {
    const { parameters } = write;
    const propagations = ['repositorydetermined', 'objectonly', 'propagate'] as const;
    const acl = await write.repository.applyACL(write.request, {
      addACEs: formAces(parameters, 'add') ?? [],
      removeACEs: formAces(parameters, 'remove') ?? [],
      propagation: enumParameter(parameters, 'ACLPropagation', propagations) ?? 'repositorydetermined',
      objectId: await write.objectId(),
    });
    return { status: 200, body: aclJson(acl) };
  },
};

async function createDocument(write: Write): Promise<Answer> {
  return created(write, await write.repository.createDocument(write.request, await newDocument(write)));
}

async function createDocumentFromSource(write: Write): Promise<Answer> {
  const sourceId = requiredParameter(write.parameters, 'sourceId');
  const input = { ...(await newDocument(write)), sourceId };
  return created(write, await write.repository.createDocumentFromSource(write.request, input));
}

async function createRelationship(write: Write): Promise<Answer> {
  const input = { properties: formProperties(write.parameters, write.types), ...policiesAndAces(write) };
  return created(write, await write.repository.createRelationship(write.request, input));
}

async function newObject(write: Write): Promise<CreateObject> {
  const properties = formProperties(write.parameters, write.types);
  const extras = policiesAndAces(write);
  const folderId = await write.folderId();
  return { properties, ...extras, ...(folderId !== undefined && { folderId }) };
}

async function newDocument(write: Write): Promise<CreateDocument> {
  const states = ['none', 'checkedout', 'minor', 'major'] as const;
  const versioningState = enumParameter(write.parameters, 'versioningState', states);
  return {
    ...(versioningState && { versioningState }),
    ...(write.content && { content: write.content }),
    ...(await newObject(write)),
  };
}

function policiesAndAces(write: Write): Pick<CreateObject, 'policies' | 'addACEs' | 'removeACEs'> {
  const policies = formPolicies(write.parameters);
  const addACEs = formAces(write.parameters, 'add');
  const removeACEs = formAces(write.parameters, 'remove');
  return { ...(policies && { policies }), ...(addACEs && { addACEs }), ...(removeACEs && { removeACEs }) };
}

function changeToken(write: Write): { readonly changeToken?: string } {
  const token = textParameter(write.parameters, 'changeToken');
  return token === undefined ? {} : { changeToken: token };
}

function contentOf(write: Write): StagedContent {
  if (write.content) return write.content;
  throw invalidArgument(`'content' is missing: it is sent as a file of a multipart/form-data form.`);
}

/** Some clients quote the id as JSON does. */
const unquoted = (id: string): string => /^"(.+)"$/.exec(id)?.[1] ?? id;

const created = (write: Write, view: ObjectView): Answer => answer(write, view, 201);

const contentAnswer = (write: Write, updated: UpdatedObject, status: 200 | 201): Answer =>
  answer(write, updated.view, status);

function answer(write: Write, view: ObjectView, status: 200 | 201): Answer {
  return { status, body: objectJson(view, write.style()), objectId: view.object.id };
}
