import { LANGUAGES, LANGUAGE_PROPERTY, TEXT_STATUS_PROPERTY } from './languages';
import type { PropertyDefinition, PropertyType, Updatability } from './property-definition';
import type { BaseTypeId, TypeDeclaration } from './type-definition';

const CMIS_NAMESPACE = 'http://www.alfresco.org/model/cmis/1.0/cs01';
const EXTENSION_NAMESPACE = 'http://www.alfresco.org/model/cmis/1.0/alfcmis';

/** One row of a property table: what differs from single, readonly, optional, neither queryable nor orderable. */
interface Row {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly type: PropertyType;
  readonly multi?: true;
  readonly updatability?: Updatability;
  readonly required?: true;
  readonly queryable?: true;
  readonly orderable?: true;
  /** Values that it may have; any when absent. */
  readonly choices?: readonly string[];
}

const property = (row: Row): PropertyDefinition => ({
  id: row.id,
  localName: row.id.slice(row.id.indexOf(':') + 1),
  localNamespace: row.id.startsWith('cmis:') ? CMIS_NAMESPACE : EXTENSION_NAMESPACE,
  displayName: row.title,
  queryName: row.id,
  description: row.description,
  propertyType: row.type,
  cardinality: row.multi ? 'multi' : 'single',
  updatability: row.updatability ?? 'readonly',
  inherited: false,
  required: row.required ?? false,
  queryable: row.queryable ?? false,
  orderable: row.orderable ?? false,
  ...(row.choices && {
    openChoice: false,
    choices: row.choices.map((value) => ({ displayName: value, value: [value] })),
  }),
});

const QUERYABLE = { queryable: true } as const;
const SORTABLE = { queryable: true, orderable: true } as const;
const READWRITE = { updatability: 'readwrite' } as const;
const ON_CREATE = { updatability: 'oncreate', required: true } as const;

const COMMON: readonly Row[] = [
  {
    id: 'cmis:name',
    title: 'Name',
    description: 'Name of the object',
    type: 'string',
    required: true,
    ...READWRITE,
    ...SORTABLE,
  },
  {
    id: 'cmis:description',
    title: 'Description',
    description: 'Description of the object',
    type: 'string',
    ...READWRITE,
    ...SORTABLE,
  },
  { id: 'cmis:objectId', title: 'Object Id', description: 'Id of the object', type: 'id', ...SORTABLE },
  {
    id: 'cmis:baseTypeId',
    title: 'Base Type Id',
    description: 'Id of the base type of the object',
    type: 'id',
    ...QUERYABLE,
  },
  {
    id: 'cmis:objectTypeId',
    title: 'Object Type Id',
    description: 'Id of the type of the object',
    type: 'id',
    ...ON_CREATE,
    ...QUERYABLE,
  },
  {
    id: 'cmis:secondaryObjectTypeIds',
    title: 'Secondary Object Type Ids',
    description: 'Ids of the secondary types of the object',
    type: 'id',
    multi: true,
    ...READWRITE,
    ...QUERYABLE,
  },
  {
    id: 'cmis:createdBy',
    title: 'Created By',
    description: 'User who created the object',
    type: 'string',
    ...SORTABLE,
  },
  {
    id: 'cmis:creationDate',
    title: 'Creation Date',
    description: 'When the object was created',
    type: 'datetime',
    ...SORTABLE,
  },
  {
    id: 'cmis:lastModifiedBy',
    title: 'Last Modified By',
    description: 'User who last modified the object',
    type: 'string',
    ...SORTABLE,
  },
  {
    id: 'cmis:lastModificationDate',
    title: 'Last Modified Date',
    description: 'When the object was last modified',
    type: 'datetime',
    ...SORTABLE,
  },
  {
    id: 'cmis:changeToken',
    title: 'Change Token',
    description: 'Changes with every change of the object',
    type: 'string',
  },
  {
    id: 'alfcmis:nodeRef',
    title: 'Node reference',
    description: 'Reference of the node in the notation of Alfresco',
    type: 'id',
  },
];

const DOCUMENT: readonly Row[] = [
  {
    id: 'cmis:isImmutable',
    title: 'Is Immutable',
    description: 'Whether the document cannot be changed',
    type: 'boolean',
  },
  {
    id: 'cmis:isLatestVersion',
    title: 'Is Latest Version',
    description: 'Whether this is the newest version',
    type: 'boolean',
    ...QUERYABLE,
  },
  {
    id: 'cmis:isMajorVersion',
    title: 'Is Major Version',
    description: 'Whether this is a major version',
    type: 'boolean',
    ...QUERYABLE,
  },
  {
    id: 'cmis:isLatestMajorVersion',
    title: 'Is Latest Major Version',
    description: 'Whether this is the newest major version',
    type: 'boolean',
  },
  {
    id: 'cmis:isPrivateWorkingCopy',
    title: 'Is Private Working Copy',
    description: 'Whether this is the working copy of a checked-out document',
    type: 'boolean',
    ...QUERYABLE,
  },
  {
    id: 'cmis:versionLabel',
    title: 'Version Label',
    description: 'Label of the version',
    type: 'string',
    ...QUERYABLE,
  },
  {
    id: 'cmis:versionSeriesId',
    title: 'Version Series Id',
    description: 'Id that all versions of the document share',
    type: 'id',
    ...QUERYABLE,
  },
  {
    id: 'cmis:isVersionSeriesCheckedOut',
    title: 'Is Version Series Checked Out',
    description: 'Whether the document is checked out',
    type: 'boolean',
    ...QUERYABLE,
  },
  {
    id: 'cmis:versionSeriesCheckedOutBy',
    title: 'Version Series Checked Out By',
    description: 'User who checked the document out',
    type: 'string',
    ...QUERYABLE,
  },
  {
    id: 'cmis:versionSeriesCheckedOutId',
    title: 'Version Series Checked Out Id',
    description: 'Id of the working copy',
    type: 'id',
  },
  {
    id: 'cmis:checkinComment',
    title: 'Checkin Comment',
    description: 'Comment given when the version was checked in',
    type: 'string',
    ...QUERYABLE,
  },
  {
    id: 'cmis:contentStreamLength',
    title: 'Content Stream Length',
    description: 'Length of the content in bytes',
    type: 'integer',
    ...SORTABLE,
  },
  {
    id: 'cmis:contentStreamMimeType',
    title: 'Content Stream MIME Type',
    description: 'Media type of the content',
    type: 'string',
    ...SORTABLE,
  },
  {
    id: 'cmis:contentStreamFileName',
    title: 'Content Stream Filename',
    description: 'File name of the content',
    type: 'string',
    ...SORTABLE,
  },
  { id: 'cmis:contentStreamId', title: 'Content Stream Id', description: 'Id of the content', type: 'id' },
  {
    id: 'cmis:contentStreamHash',
    title: 'Content Stream Hash',
    description: 'Hashes of the content, each led by its algorithm in braces',
    type: 'string',
    multi: true,
  },
  {
    id: 'cmis:latestAccessibleStateId',
    title: 'Latest Accessible State Id',
    description: 'Id under which the newest readable state is found',
    type: 'id',
  },
  {
    id: LANGUAGE_PROPERTY,
    title: 'Language',
    description: 'Language whose word forms searches take for the same; the language of the repository when not set',
    type: 'string',
    choices: Object.keys(LANGUAGES),
    ...READWRITE,
    ...SORTABLE,
  },
  {
    id: TEXT_STATUS_PROPERTY,
    title: 'Text status',
    description: 'Whether the words of the content can be searched: done, partial, pending, none or failed',
    type: 'string',
    ...QUERYABLE,
  },
];

const FOLDER: readonly Row[] = [
  { id: 'cmis:parentId', title: 'Parent Id', description: 'Id of the parent folder', type: 'id', ...QUERYABLE },
  { id: 'cmis:path', title: 'Path', description: 'Path from the root folder', type: 'string' },
  {
    id: 'cmis:allowedChildObjectTypeIds',
    title: 'Allowed Child Object Type Ids',
    description: 'Types that the folder may hold; any type when not set',
    type: 'id',
    multi: true,
  },
];

const RELATIONSHIP: readonly Row[] = [
  {
    id: 'cmis:sourceId',
    title: 'Source Id',
    description: 'Id of the source object',
    type: 'id',
    ...ON_CREATE,
    ...QUERYABLE,
  },
  {
    id: 'cmis:targetId',
    title: 'Target Id',
    description: 'Id of the target object',
    type: 'id',
    ...ON_CREATE,
    ...QUERYABLE,
  },
];

const POLICY: readonly Row[] = [
  {
    id: 'cmis:policyText',
    title: 'Policy Text',
    description: 'Text that says what the policy means',
    type: 'string',
    ...READWRITE,
    ...SORTABLE,
  },
];

const base = <B extends BaseTypeId>(id: B, displayName: string, rows: readonly Row[]) => ({
  id,
  baseId: id,
  localName: id.slice('cmis:'.length),
  localNamespace: CMIS_NAMESPACE,
  displayName,
  queryName: id,
  description: `${displayName} (base type)`,
  creatable: true,
  fileable: true,
  queryable: true,
  fulltextIndexed: true,
  includedInSupertypeQuery: true,
  controllablePolicy: false,
  controllableACL: true,
  typeMutability: { create: true, update: false, delete: false },
  mandatorySecondaryTypeIds: [],
  propertyDefinitions: rows.map(property),
});

/** The six base types, CMIS 1.1 §2.1.4 to §2.1.9, with the properties of the extensions that the repository announces. */
export const CMIS_BASE_TYPES: readonly TypeDeclaration[] = [
  {
    ...base('cmis:document', 'Document', [...COMMON, ...DOCUMENT]),
    controllablePolicy: true,
    versionable: true,
    contentStreamAllowed: 'allowed',
  },
  base('cmis:folder', 'Folder', [...COMMON, ...FOLDER]),
  {
    ...base('cmis:relationship', 'Relationship', [...COMMON, ...RELATIONSHIP]),
    fileable: false,
    fulltextIndexed: false,
    controllableACL: false,
    allowedSourceTypes: [],
    allowedTargetTypes: [],
  },
  { ...base('cmis:policy', 'Policy', [...COMMON, ...POLICY]), fulltextIndexed: false },
  { ...base('cmis:item', 'Item', COMMON), controllablePolicy: true },
  {
    ...base('cmis:secondary', 'Secondary type', []),
    creatable: false,
    fileable: false,
    controllableACL: false,
  },
];
