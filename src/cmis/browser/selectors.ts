/** What GETs answer, CMIS 1.1 §5.4.2 and §5.4.3: one function per selector, by lower-case name. `content` is apart. */
import { PLAIN, type ObjectSelection, type ObjectView } from '../../repository/values/object-view';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import {
  booleanParameter,
  depthParameter,
  enumParameter,
  objectSelection,
  pageRequest,
  propertyFilter,
  renditionFilter,
  requiredParameter,
  textParameter,
  type Limits,
  type Parameters,
} from '../parameters';
import { aclJson } from './acl-json';
import type { BrowserAddresses } from './addresses';
import type { JsonText } from './json-text';
import type { DateTimeFormat } from './json-value';
import type { BrowserResults } from '../../repository/storage/results';
import { lastResult } from './last-result';
import { changesJson, childrenJson, objectListJson, parentsJson, treeJson } from './list-json';
import type { ObjectAddress } from './object-address';
import {
  allowableActionsJson,
  objectJson,
  objectsJson,
  propertiesJson,
  renditionsJson,
  type JsonStyle,
} from './object-json';
import { queryResultJson } from './query-json';
import { repositoriesJson } from './repository-json';
import { typeJson, typeListJson, typeTreeJson, type TypeStyle } from './type-json';

/** One read request. */
export interface Read {
  readonly repository: Repository;
  readonly request: Request;
  readonly parameters: Parameters;
  readonly limits: Limits;
  readonly results: BrowserResults;
  readonly addresses: () => BrowserAddresses;
  readonly address: ObjectAddress;
  readonly dateTimeFormat: DateTimeFormat;
  /** The id of the addressed object. */
  objectId(): Promise<string>;
  /** How to write objects; asked for after they were read, so that their types are known. */
  style(): JsonStyle;
}

/** Answers the text of the JSON. */
export type Selector = (read: Read) => Promise<JsonText>;

export const REPOSITORY_SELECTORS: Readonly<Record<string, Selector>> = {
  repositoryinfo: async ({ repository, request, addresses }) =>
    repositoriesJson(await repository.getRepositoryInfo(request), addresses()),

  typechildren: async (read) => {
    const page = pageRequest(read.parameters, read.limits.typesDefaultMaxItems);
    const types = await read.repository.getTypeChildren(read.request, { ...typeIdOf(read), page });
    return typeListJson(types, typeStyle(read, booleanParameter(read.parameters, 'includePropertyDefinitions', false)));
  },

  typedescendants: async (read) => {
    const { parameters, limits } = read;
    const typeId = typeIdOf(read);
    const depth = depthParameter(parameters, limits.typesDefaultDepth);
    // Without a type the whole tree is meant, whatever the depth (CMIS 1.1 §2.2.2.4.1).
    const input = { ...typeId, depth: typeId.typeId === undefined ? -1 : depth };
    const trees = await read.repository.getTypeDescendants(read.request, input);
    return typeTreeJson(trees, typeStyle(read, booleanParameter(parameters, 'includePropertyDefinitions', false)));
  },

  typedefinition: async (read) => {
    const type = await read.repository.getTypeDefinition(read.request, requiredParameter(read.parameters, 'typeId'));
    return typeJson(type, typeStyle(read, true));
  },

  checkedout: (read) => checkedOut(read, {}),

  query: async (read) => query(read, statementOf(read.parameters)),

  explain: async (read) => {
    const { parameters, limits } = read;
    const objectId = textParameter(parameters, 'objectId');
    const person = textParameter(parameters, 'person');
    const explanation = await read.repository.explain(read.request, {
      statement: statementOf(parameters),
      searchAllVersions: booleanParameter(parameters, 'searchAllVersions', false),
      page: pageRequest(parameters, limits.objectsDefaultMaxItems),
      ...(objectId !== undefined && { objectId }),
      ...(person !== undefined && { person }),
    });
    return JSON.stringify(explanation);
  },

  contentchanges: async (read) => {
    const { parameters } = read;
    const changeLogToken = textParameter(parameters, 'changeLogToken');
    const includeProperties = booleanParameter(parameters, 'includeProperties', false);
    const filter = propertyFilter(parameters.get('filter'));
    const page = await read.repository.getContentChanges(read.request, {
      ...(changeLogToken !== undefined && { changeLogToken }),
      maxItems: pageRequest(parameters, read.limits.contentChangesDefaultMaxItems).maxItems,
      includeProperties,
      includePolicyIds: booleanParameter(parameters, 'includePolicyIds', false),
      includeACL: booleanParameter(parameters, 'includeACL', false),
      ...(filter && { filter }),
    });
    return changesJson(page, read.style(), { includeProperties, filter });
  },

  lastresult: async (read) => JSON.stringify(await lastResult(read.results, read.request.caller.id, read.parameters)),
};

/** The standard calls it `q` in addresses and `statement` in forms; clients take either in both. */
export const statementOf = (parameters: Parameters): string =>
  textParameter(parameters, 'q') ?? requiredParameter(parameters, 'statement');

export const OBJECT_SELECTORS: Readonly<Record<string, Selector>> = {
  object: async (read) => {
    const { view, selection } = await getObject(read);
    return objectJson(view, read.style(), selection.filter);
  },

  properties: async (read) => {
    const { view, selection } = await getObject(read);
    return propertiesJson(view.object, read.style(), selection.filter);
  },

  children: async (read) => {
    const orderBy = textParameter(read.parameters, 'orderBy');
    const selection = objectSelection(read.parameters, 'includePathSegment');
    const page = await read.repository.getChildren(read.request, {
      page: pageRequest(read.parameters, read.limits.objectsDefaultMaxItems),
      ...(orderBy !== undefined && { orderBy }),
      selection,
      folderId: await read.objectId(),
    });
    return childrenJson(page, read.style(), selection.filter);
  },

  descendants: (read) => tree(read, false),
  foldertree: (read) => tree(read, true),
  // An older spelling that clients still send.
  folder: (read) => tree(read, true),

  parent: async (read) => {
    const selection = filterOnly(read);
    const folderId = await read.objectId();
    const view = await read.repository.getFolderParent(read.request, { folderId, selection });
    return objectJson(view, read.style(), selection.filter);
  },

  parents: async (read) => {
    const selection = objectSelection(read.parameters, 'includeRelativePathSegment');
    const objectId = await read.objectId();
    const parents = await read.repository.getObjectParents(read.request, { objectId, selection });
    return parentsJson(parents, read.style(), selection.filter);
  },

  checkedout: async (read) => checkedOut(read, { folderId: await read.objectId() }),

  allowableactions: async (read) =>
    allowableActionsJson(await read.repository.getAllowableActions(read.request, await read.objectId())),

  renditions: async (read) => {
    const text = textParameter(read.parameters, 'renditionFilter');
    // Here the filter restricts what is listed: without one everything is.
    const filter = text === undefined ? '*' : renditionFilter(text);
    const renditions = await read.repository.getRenditions(read.request, {
      ...(filter !== undefined && { renditionFilter: filter }),
      page: pageRequest(read.parameters, read.limits.objectsDefaultMaxItems),
      objectId: await read.objectId(),
    });
    return renditionsJson(renditions);
  },

  versions: async (read) => {
    const selection = listed(read);
    const objectId = await read.objectId();
    const versions = await read.repository.getAllVersions(read.request, { objectId, selection });
    return objectsJson(versions, read.style(), selection.filter);
  },

  relationships: async (read) => {
    const { parameters } = read;
    const selection = listed(read);
    const page = await read.repository.getObjectRelationships(read.request, {
      ...typeIdOf(read),
      direction: enumParameter(parameters, 'relationshipDirection', ['source', 'target', 'either']) ?? 'source',
      includeSubRelationshipTypes: booleanParameter(parameters, 'includeSubRelationshipTypes', false),
      page: pageRequest(parameters, read.limits.objectsDefaultMaxItems),
      selection,
      objectId: await read.objectId(),
    });
    return objectListJson(page, read.style(), selection.filter);
  },

  policies: async (read) => {
    const selection = filterOnly(read);
    const objectId = await read.objectId();
    const policies = await read.repository.getAppliedPolicies(read.request, { objectId, selection });
    return objectsJson(policies, read.style(), selection.filter);
  },

  acl: async (read) => {
    const onlyBasicPermissions = booleanParameter(read.parameters, 'onlyBasicPermissions', true);
    const objectId = await read.objectId();
    return aclJson(await read.repository.getACL(read.request, { objectId, onlyBasicPermissions }));
  },
};

/** Also the action of this name, whose answer is the same. */
export async function query(
  read: Pick<Read, 'repository' | 'request' | 'parameters' | 'limits' | 'style'>,
  statement: string,
): Promise<JsonText> {
  const page = await read.repository.query(read.request, {
    statement,
    searchAllVersions: booleanParameter(read.parameters, 'searchAllVersions', false),
    selection: objectSelection(read.parameters),
    page: pageRequest(read.parameters, read.limits.objectsDefaultMaxItems),
  });
  return queryResultJson(page, read.style());
}

async function getObject(read: Read): Promise<{ readonly view: ObjectView; readonly selection: ObjectSelection }> {
  const { repository, request, parameters, address } = read;
  const selection = objectSelection(parameters);
  const returnVersion = enumParameter(parameters, 'returnVersion', ['this', 'latest', 'latestmajor']);
  const input = { selection, ...(returnVersion && { returnVersion }) };
  const view =
    address.objectId === undefined
      ? await repository.getObjectByPath(request, { path: address.path, ...input })
      : await repository.getObject(request, { objectId: address.objectId, ...input });
  return { view, selection };
}

async function tree(read: Read, foldersOnly: boolean): Promise<JsonText> {
  const selection = objectSelection(read.parameters, 'includePathSegment');
  const trees = await read.repository.getDescendants(read.request, {
    depth: depthParameter(read.parameters, read.limits.objectsDefaultDepth),
    selection,
    foldersOnly,
    folderId: await read.objectId(),
  });
  return treeJson(trees, read.style(), selection.filter);
}

async function checkedOut(read: Read, folder: { readonly folderId?: string }): Promise<JsonText> {
  const orderBy = textParameter(read.parameters, 'orderBy');
  const selection = objectSelection(read.parameters);
  const page = await read.repository.getCheckedOutDocs(read.request, {
    ...folder,
    page: pageRequest(read.parameters, read.limits.objectsDefaultMaxItems),
    ...(orderBy !== undefined && { orderBy }),
    selection,
  });
  return objectListJson(page, read.style(), selection.filter);
}

/** For selectors that know no parameter for extras but a filter. */
function filterOnly(read: Read): ObjectSelection {
  const filter = propertyFilter(read.parameters.get('filter'));
  return filter ? { ...PLAIN, filter } : PLAIN;
}

/** For selectors that know a filter and allowable actions. */
function listed(read: Read): ObjectSelection {
  const includeAllowableActions = booleanParameter(read.parameters, 'includeAllowableActions', false);
  return { ...filterOnly(read), includeAllowableActions };
}

function typeIdOf(read: Read): { readonly typeId?: string } {
  const typeId = textParameter(read.parameters, 'typeId');
  return typeId === undefined ? {} : { typeId };
}

const typeStyle = (read: Read, includePropertyDefinitions: boolean): TypeStyle => ({
  includePropertyDefinitions,
  dateTimeFormat: read.dateTimeFormat,
});
