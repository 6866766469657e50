/** What the entries of answers are, as OpenAPI says it; for the API reference. Required: always there unless `fields` leaves it out. */

type Schema = Readonly<Record<string, unknown>>;
type Members = Readonly<Record<string, Schema>>;

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const whole: Schema = { type: 'integer', format: 'int32' };
const long: Schema = { type: 'integer', format: 'int64' };
/** No `date-time`: that of OpenAPI has a colon in its zone. */
const date: Schema = { type: 'string', pattern: '^\\d{4,}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000$' };
const open: Schema = { type: 'object', additionalProperties: true };
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
const list = (items: Schema): Schema => ({ type: 'array', items });
const its = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Members, ...required: readonly string[]): Schema => ({
  type: 'object',
  ...(required.length > 0 && { required }),
  properties,
});

const user = its('UserInfo');
const association = object({ assocType: text, isPrimary: flag }, 'assocType');

const NODE: Members = {
  id: text,
  name: text,
  nodeType: text,
  isFolder: flag,
  isFile: flag,
  isLink: flag,
  isLocked: flag,
  isFavorite: flag,
  parentId: text,
  createdAt: date,
  createdByUser: user,
  modifiedAt: date,
  modifiedByUser: user,
  content: its('ContentInfo'),
  properties: open,
  aspectNames: list(text),
  path: its('PathInfo'),
  allowableOperations: list(text),
  definition: object({ properties: list(its('PropertyDefinition')) }),
  permissions: its('Permissions'),
  association,
};
const NODE_REQUIRED = ['id', 'name', 'nodeType', 'isFolder', 'isFile', 'createdAt', 'modifiedAt'];

const SITE: Members = {
  id: text,
  guid: text,
  title: text,
  description: text,
  visibility: oneOf('PUBLIC', 'MODERATED', 'PRIVATE'),
  preset: text,
  role: its('SiteRole'),
};

const CLASS = object(
  {
    id: text,
    title: text,
    description: text,
    parentId: text,
    isContainer: flag,
    isArchive: flag,
    includedInSupertypeQuery: flag,
    model: object({ id: text, author: text, description: text, namespaceUri: text, namespacePrefix: text }),
    mandatoryAspects: list(text),
    associations: list(
      object({
        id: text,
        title: text,
        description: text,
        isChild: flag,
        isProtected: flag,
        source: its('AssociationEnd'),
        target: its('AssociationEnd'),
      }),
    ),
    properties: list(its('PropertyDefinition')),
  },
  'id',
);

/** Parts that entries are made of. */
export const PARTS = {
  UserInfo: object({ id: text, displayName: text }, 'displayName'),
  ContentInfo: object({ mimeType: text, mimeTypeName: text, sizeInBytes: long, encoding: text }, 'mimeType'),
  PathInfo: object({
    name: text,
    isComplete: flag,
    elements: list(object({ id: text, name: text, nodeType: text, aspectNames: list(text) })),
  }),
  Permission: object(
    { authorityId: text, authorityDisplayName: text, name: text, accessStatus: oneOf('ALLOWED', 'DENIED') },
    'authorityId',
    'name',
    'accessStatus',
  ),
  Permissions: object({
    isInheritanceEnabled: flag,
    inherited: list(its('Permission')),
    locallySet: list(its('Permission')),
    settable: list(text),
  }),
  PropertyDefinition: object(
    {
      id: text,
      title: text,
      description: text,
      defaultValue: text,
      dataType: text,
      isMultiValued: flag,
      isMandatory: flag,
      isMandatoryEnforced: flag,
      isProtected: flag,
      constraints: list(object({ id: text, type: text, title: text, description: text, parameters: open })),
    },
    'id',
    'dataType',
  ),
  AssociationEnd: object({ role: text, cls: text, isMany: flag, isMandatory: flag, isMandatoryEnforced: flag }),
  SiteRole: oneOf('SiteConsumer', 'SiteCollaborator', 'SiteContributor', 'SiteManager'),
} as const satisfies Readonly<Record<string, Schema>>;

export const ENTITIES = {
  Node: object(NODE, ...NODE_REQUIRED),
  DeletedNode: object({ ...NODE, archivedAt: date, archivedByUser: user }, ...NODE_REQUIRED, 'archivedAt'),
  Version: object(
    {
      id: text,
      name: text,
      nodeType: text,
      isFolder: flag,
      isFile: flag,
      modifiedAt: date,
      modifiedByUser: user,
      content: its('ContentInfo'),
      versionComment: text,
      properties: open,
      aspectNames: list(text),
    },
    'id',
    'name',
    'nodeType',
  ),
  FoundNode: object({
    ...NODE,
    nodeId: text,
    versionComment: text,
    archivedAt: date,
    archivedByUser: user,
    search: object({
      score: { type: 'number' },
      highlight: list(object({ field: text, snippets: list(text) }, 'field', 'snippets')),
    }),
    location: oneOf('nodes', 'versions', 'deleted-nodes'),
  }),
  ChildAssociation: object({ childId: text, assocType: text }, 'childId', 'assocType'),
  Association: object({ targetId: text, assocType: text }, 'targetId', 'assocType'),
  Person: object(
    {
      id: text,
      firstName: text,
      lastName: text,
      displayName: text,
      description: text,
      avatarId: text,
      email: text,
      skypeId: text,
      googleId: text,
      instantMessageId: text,
      jobTitle: text,
      location: text,
      company: object({
        organization: text,
        address1: text,
        address2: text,
        address3: text,
        postcode: text,
        telephone: text,
        fax: text,
        email: text,
      }),
      mobile: text,
      telephone: text,
      statusUpdatedAt: date,
      userStatus: text,
      enabled: flag,
      emailNotificationsEnabled: flag,
      aspectNames: list(text),
      properties: open,
      capabilities: object({ isAdmin: flag, isGuest: flag, isMutable: flag }),
    },
    'id',
    'firstName',
    'enabled',
  ),
  Activity: object(
    {
      id: long,
      postedAt: date,
      activityType: text,
      activitySummary: { type: 'object', additionalProperties: text },
      feedPersonId: text,
      postPersonId: text,
      siteId: text,
    },
    'id',
    'activityType',
    'feedPersonId',
    'postPersonId',
  ),
  Preference: object({ id: text, value: text }, 'id'),
  Network: object({ id: text, homeNetwork: flag, isEnabled: flag }, 'id', 'isEnabled'),
  Group: object(
    {
      id: text,
      displayName: text,
      description: text,
      isRoot: flag,
      parentIds: list(text),
      zones: list(text),
      hasSubgroups: flag,
    },
    'id',
    'displayName',
    'isRoot',
  ),
  GroupMember: object(
    { id: text, displayName: text, memberType: oneOf('GROUP', 'PERSON') },
    'id',
    'displayName',
    'memberType',
  ),
  Site: object(SITE, 'id', 'guid', 'title', 'visibility'),
  SiteContainer: object({ id: text, folderId: text }, 'id', 'folderId'),
  SiteMember: object(
    { id: text, role: its('SiteRole'), isMemberOfGroup: flag, person: its('Person') },
    'id',
    'role',
    'person',
  ),
  SiteGroup: object({ id: text, role: its('SiteRole'), group: its('GroupMember') }, 'id', 'role', 'group'),
  SiteOfPerson: object({ id: text, guid: text, role: its('SiteRole'), site: its('Site') }, 'id', 'guid', 'role'),
  OwnSiteRequest: object(
    { id: text, createdAt: date, modifiedAt: date, message: text, title: text, site: its('Site') },
    'id',
    'createdAt',
  ),
  SiteRequest: object(
    { id: text, createdAt: date, message: text, site: its('Site'), person: its('Person') },
    'id',
    'createdAt',
  ),
  Comment: object(
    {
      id: text,
      title: text,
      content: text,
      createdAt: date,
      createdBy: its('Person'),
      modifiedAt: date,
      modifiedBy: its('Person'),
      edited: flag,
      canEdit: flag,
      canDelete: flag,
    },
    'id',
    'content',
    'createdAt',
    'createdBy',
  ),
  Rating: object(
    {
      id: oneOf('likes', 'fiveStar'),
      myRating: { description: 'true for likes, 1 to 5 for fiveStar' },
      ratedAt: date,
      aggregate: object({ numberOfRatings: whole, average: { type: 'number' } }),
    },
    'id',
    'aggregate',
  ),
  Category: object(
    { id: text, name: text, parentId: text, hasChildren: flag, count: whole, path: text },
    'id',
    'name',
    'hasChildren',
  ),
  Tag: object({ id: text, tag: text, count: whole }, 'id', 'tag'),
  Favorite: object(
    {
      targetGuid: text,
      createdAt: date,
      target: object({ file: open, folder: open, site: its('Site') }),
      properties: open,
      allowableOperations: list(text),
    },
    'targetGuid',
    'target',
  ),
  FavoriteSite: object({ id: text }, 'id'),
  SharedLink: object(
    {
      id: text,
      nodeId: text,
      name: text,
      title: text,
      description: text,
      content: its('ContentInfo'),
      modifiedAt: date,
      modifiedByUser: user,
      sharedByUser: user,
      expiresAt: date,
      path: its('PathInfo'),
      properties: open,
      aspectNames: list(text),
      isFavorite: flag,
      allowableOperations: list(text),
      allowableOperationsOnTarget: list(text),
    },
    'id',
    'name',
  ),
  Rendition: object({ id: text, status: oneOf('CREATED', 'NOT_CREATED'), content: its('ContentInfo') }, 'id', 'status'),
  Type: CLASS,
  Aspect: CLASS,
  Download: object(
    { id: text, status: text, filesAdded: whole, bytesAdded: long, totalFiles: whole, totalBytes: long },
    'id',
    'status',
  ),
  ActionDefinition: object({ id: text, name: text, title: text }, 'id'),
  SizeDetails: object(
    { id: text, jobId: text, status: text, numberOfFiles: whole, sizeInBytes: text, calculatedAt: date },
    'jobId',
  ),
  RuleSet: object({ id: text, owningFolder: text, inclusionType: text }, 'id'),
  Rule: object({ id: text, name: text, isEnabled: flag }, 'id', 'name'),
  RuleSetting: object({ key: text, value: flag }, 'key', 'value'),
  ActionExecution: object({ id: text }, 'id'),
  AuditApplication: object({ id: text, name: text, isEnabled: flag }, 'id'),
  AuditEntry: object({ id: text, createdAt: date, values: open }, 'id'),
  Ticket: object({ id: text, userId: text }, 'id'),
  RepositoryInfo: object(
    {
      repository: object({
        id: text,
        edition: text,
        version: object({
          major: text,
          minor: text,
          patch: text,
          hotfix: text,
          schema: whole,
          label: text,
          display: text,
        }),
        status: open,
        modules: list(object({ id: text, title: text, description: text, version: text, installState: text })),
      }),
    },
    'repository',
  ),
  Probe: object({ message: text }, 'message'),
} as const satisfies Readonly<Record<string, Schema>>;

export type EntityName = keyof typeof ENTITIES;
