import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of the app. Names in braces stand for values that calls before it have kept. */
export interface CallOfApp {
  /** `GET /nodes/…` of the core API; before the path the name of another one. */
  readonly call: string;
  readonly body?: unknown;
  /** Parts in their order. */
  readonly form?: readonly (readonly [
    string,
    string | { readonly file: string; readonly text: string; readonly type: string },
  ])[];
  readonly status: number;
  /** Members without which the app does less. */
  readonly needs?: readonly string[];
  readonly lacks?: readonly string[];
  readonly is?: Readonly<Record<string, unknown>>;
  readonly keep?: Readonly<Record<string, string>>;
  /** Asked again until this member is this. */
  readonly until?: readonly [string, unknown];
  readonly contentType?: RegExp;
  /** False: without the ticket. */
  readonly ticket?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const searchOf = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, 'content-app', file), 'utf8'));

const LIST = 'path,properties,allowableOperations,permissions,aspectNames,isFavorite,definition';
const PICKED = 'path,properties,allowableOperations,permissions,aspectNames';
const NODE = 'path,properties,allowableOperations,permissions,definition';
const PAGER = ['list.pagination.count', 'list.pagination.totalItems', 'list.pagination.skipCount'];
const ROW = ['id', 'name', 'nodeType', 'isFolder', 'isFile', 'parentId', 'createdAt', 'modifiedAt'].concat(
  ['createdByUser.displayName', 'modifiedByUser.displayName', 'aspectNames', 'allowableOperations'],
  ['permissions', 'path.elements', 'path.name', 'isFavorite'],
);
const rows = (index: number, members: readonly string[]): readonly string[] =>
  members.map((member) => `list.entries.${index}.entry.${member}`);

export const FLOWS: readonly (readonly [flow: string, calls: readonly CallOfApp[]])[] = [
  [
    'a wrong password',
    [
      {
        call: 'POST AUTH/tickets',
        body: { userId: 'ann', password: 'wrong' },
        ticket: false,
        headers: { Authorization: 'Basic dW5kZWZpbmVk' },
        status: 403,
      },
      { call: 'GET /people/-me-', ticket: false, status: 401 },
    ],
  ],
  [
    'login',
    [
      {
        call: 'POST AUTH/tickets',
        body: { userId: 'ann', password: 'ann' },
        ticket: false,
        headers: { Authorization: 'Basic dW5kZWZpbmVk' },
        status: 201,
        needs: ['entry.id'],
        keep: { ticket: 'entry.id' },
      },
      {
        call: 'GET DISCOVERY',
        status: 200,
        needs: ['major', 'display']
          .map((member) => `entry.repository.version.${member}`)
          .concat(
            ['isReadOnly', 'isAuditEnabled'].map((member) => `entry.repository.status.${member}`),
            ['entry.repository.edition', 'entry.repository.modules'],
          ),
        is: {
          'entry.repository.status.isQuickShareEnabled': true,
          'entry.repository.status.isThumbnailGenerationEnabled': true,
        },
      },
      {
        call: 'GET /people/-me-/groups?maxItems=250',
        status: 200,
        needs: ['list.pagination.hasMoreItems', ...rows(0, ['id', 'displayName'])],
      },
      {
        call: `GET /nodes/-my-?include=${NODE}`,
        status: 200,
        needs: ['entry.id'],
        is: { 'entry.isFolder': true },
        keep: { home: 'entry.id' },
      },
      {
        call: 'GET /people/-me-',
        status: 200,
        needs: ['entry.firstName', 'entry.email'],
        is: { 'entry.id': 'ann', 'entry.capabilities.isAdmin': false },
      },
      {
        call: `GET /nodes/{home}?include=${LIST}`,
        status: 200,
        needs: ['entry.path.elements'],
        is: { 'entry.allowableOperations.0': 'create' },
      },
      {
        call: `GET /nodes/{home}/children?maxItems=25&orderBy=isFolder desc,name asc&include=${LIST}&includeSource=true`,
        status: 200,
        needs: [...PAGER, 'list.source.id'],
        is: { 'list.pagination.totalItems': 0 },
      },
      // Were this the home folder the app would take it for its old settings, and delete it.
      { call: 'GET /nodes/-my-?relativePath=config.json', status: 404 },
      { call: 'GET /nodes/{home}/content', status: 400 },
      { call: 'GET /people/-me-/preferences/saved-searches', status: 404 },
      {
        call: 'PUT /people/-me-/preferences/saved-searches',
        body: { value: '[]' },
        status: 200,
      },
      { call: 'GET /people/-me-/preferences/saved-searches', status: 200, is: { 'entry.value': '[]' } },
    ],
  ],
  [
    'reload with the ticket that was kept',
    [
      { call: 'GET AUTH/tickets/-me-', status: 200, is: { 'entry.id': '{ticket}' } },
      { call: 'GET AUTH/tickets/-me-', ticket: false, headers: { Authorization: 'Basic VElDS0VUX3g=' }, status: 401 },
      { call: 'GET /people/-me-?alf_ticket={ticket}', ticket: false, status: 200 },
    ],
  ],
  [
    'create a folder',
    [
      {
        call: 'POST /nodes/{home}/children',
        body: { nodeType: 'cm:folder', name: 'updir', properties: { 'cm:title': '', 'cm:description': '' } },
        status: 201,
        needs: ['entry.id'],
        keep: { folder: 'entry.id' },
      },
      {
        call: 'POST /nodes/{home}/children',
        body: { nodeType: 'cm:folder', name: 'updir', properties: { 'cm:title': '', 'cm:description': '' } },
        status: 409,
      },
    ],
  ],
  [
    'upload',
    [
      {
        call: 'POST /nodes/{folder}/children?autoRename=true&include=allowableOperations',
        form: [
          ['filedata', { file: 'hello.txt', text: 'hello world', type: 'text/plain' }],
          ['relativePath', ''],
          ['include', 'allowableOperations'],
          ['renditions', 'doclib'],
          ['autoRename', 'true'],
          ['nodeType', 'cm:content'],
        ],
        status: 201,
        needs: ['entry.allowableOperations'],
        is: { 'entry.name': 'hello.txt', 'entry.content.mimeType': 'text/plain', 'entry.parentId': '{folder}' },
        keep: { file: 'entry.id' },
      },
      {
        call: 'POST /nodes/{folder}/children?autoRename=true&include=allowableOperations',
        form: [
          ['filedata', { file: 'hello.txt', text: 'once more', type: 'text/plain' }],
          ['relativePath', ''],
          ['autoRename', 'true'],
          ['nodeType', 'cm:content'],
        ],
        status: 201,
        is: { 'entry.name': 'hello-1.txt' },
        keep: { second: 'entry.id' },
      },
      {
        call: 'POST /nodes/{folder}/children?autoRename=true&include=allowableOperations',
        form: [
          ['filedata', { file: 'deep.txt', text: 'deep', type: 'text/plain' }],
          ['relativePath', 'below/deeper'],
          ['autoRename', 'true'],
        ],
        status: 201,
        is: { 'entry.name': 'deep.txt' },
        keep: { deep: 'entry.id' },
      },
    ],
  ],
  [
    'open a folder',
    [
      { call: `GET /nodes/{folder}?include=${NODE}`, status: 200, needs: ['entry.path.elements.0.id'] },
      {
        call: `GET /nodes/{folder}/children?maxItems=25&orderBy=isFolder desc,name asc&include=${LIST}&includeSource=true`,
        status: 200,
        needs: [
          ...PAGER,
          ...rows(0, ROW),
          ...rows(1, [...ROW, 'properties', 'content.mimeType', 'content.sizeInBytes']),
        ],
        is: {
          'list.source.id': '{folder}',
          'list.pagination.totalItems': 3,
          'list.entries.0.entry.isFolder': true,
          'list.entries.1.entry.isFile': true,
          'list.entries.1.entry.properties.cm:versionLabel': '1.0',
        },
      },
      {
        call: `GET /nodes/{folder}/children?maxItems=50&orderBy=isFolder desc,modifiedAt asc&include=${LIST}&includeSource=true`,
        status: 200,
        is: { 'list.pagination.maxItems': 50 },
      },
      { call: 'GET /nodes/{file}/tags', status: 200, needs: ['list.pagination', 'list.entries'] },
    ],
  ],
  [
    'view a file',
    [
      {
        call: 'GET /nodes/{file}?include=isFavorite,allowableOperations,path,definition',
        status: 200,
        needs: ['entry.content.mimeType'],
      },
      {
        call: 'GET /nodes/{folder}/children?skipCount=0&maxItems=25&orderBy=isFolder desc,name asc&where=(isFile=true)&include=isLocked,path,properties,allowableOperations,permissions&fields=id,name,',
        status: 200,
        is: { 'list.pagination.totalItems': 2 },
        needs: rows(0, ['id', 'name']),
      },
      { call: 'GET /nodes/{file}?include=allowableOperations', status: 200 },
      {
        call: 'GET /nodes/{file}/content?attachment=false&alf_ticket={ticket}&1.0',
        ticket: false,
        status: 200,
        contentType: /^text\/plain/,
      },
    ],
  ],
  [
    'view what needs a rendition',
    [
      {
        call: 'GET /nodes/{second}/renditions',
        status: 200,
        is: {
          'list.entries.[entry.id=pdf].entry.status': 'NOT_CREATED',
          'list.entries.[entry.id=pdf].entry.content.mimeType': 'application/pdf',
        },
      },
      { call: 'POST /nodes/{second}/renditions', body: { id: 'pdf' }, status: 202 },
      { call: 'GET /nodes/{second}/renditions/pdf', status: 200, until: ['entry.status', 'CREATED'] },
      {
        call: 'GET /nodes/{second}/renditions/pdf/content?attachment=false&alf_ticket={ticket}',
        ticket: false,
        status: 200,
        contentType: /^application\/pdf/,
      },
      // The thumbnail that the upload asked for.
      { call: 'GET /nodes/{file}/renditions/doclib', status: 200, until: ['entry.status', 'CREATED'] },
      {
        call: 'GET /nodes/{file}/renditions/doclib/content?attachment=false&alf_ticket={ticket}',
        ticket: false,
        status: 200,
        contentType: /^image\/png/,
      },
    ],
  ],
  [
    'information and properties',
    [
      { call: 'GET /types/cm%3Acontent', status: 200, is: { 'entry.id': 'cm:content' } },
      { call: 'GET /nodes/{file}/comments', status: 200, needs: ['list.entries'] },
      {
        call: `GET /types?where=(parentId in ('cm%253Acontent') and not namespaceUri matches('http://www.alfresco.*'))&include=properties`,
        status: 200,
        needs: ['list.entries'],
      },
      { call: 'GET OLD/classes/cm_content', status: 200, needs: ['title', 'properties'], is: { name: 'cm:content' } },
      { call: 'GET OLD/classes/cm_auditable', status: 200, needs: ['properties.cm:created.dataType'] },
      { call: 'GET OLD/classes/cm_versionable', status: 200, needs: ['properties'] },
      { call: 'GET OLD/classes/cm_author', status: 200, needs: ['properties'] },
      { call: 'GET OLD/classes/cm_titled', status: 200, needs: ['properties.cm:title.title'] },
      {
        call: `PUT /nodes/{file}?include=${NODE}`,
        body: { properties: { 'cm:title': 'A title' } },
        status: 200,
        is: { 'entry.properties.cm:title': 'A title' },
      },
      {
        call: `PUT /nodes/{file}?include=${NODE}`,
        body: { name: 'hello2.txt' },
        status: 200,
        is: { 'entry.name': 'hello2.txt' },
      },
    ],
  ],
  [
    'tags',
    [
      { call: "GET /tags?where=(tag='tag1')", status: 200, is: { 'list.pagination.count': 0 } },
      {
        call: "GET /tags?skipCount=0&maxItems=15&where=(tag matches ('*tag1*'))",
        status: 200,
        needs: ['list.entries'],
      },
      { call: 'POST /nodes/{file}/tags', body: [{ tag: 'tag1' }], status: 201 },
      { call: 'GET /nodes/{file}/tags', status: 200, is: { 'list.entries.0.entry.tag': 'tag1' } },
      { call: 'GET /tags', status: 200, needs: rows(0, ['tag', 'id']) },
    ],
  ],
  [
    'categories',
    [
      { call: 'GET /nodes/{file}/category-links?include=path', status: 200, needs: ['list.entries'] },
      {
        call: 'POST SEARCH/search',
        body: {
          query: {
            query: `cm:name:"*x*" AND TYPE:'cm:category' AND PATH:"/cm:categoryRoot/cm:generalclassifiable//*"`,
            language: 'afts',
          },
          paging: { maxItems: 15, skipCount: 0 },
          include: ['path'],
        },
        status: 200,
        needs: ['list.pagination', 'list.entries'],
      },
    ],
  ],
  [
    'comments',
    [
      {
        call: 'POST /nodes/{file}/comments',
        body: { content: 'well done' },
        status: 201,
        needs: ['entry.createdBy.id', 'entry.createdBy.firstName', 'entry.createdAt'],
        is: { 'entry.content': 'well done' },
      },
      {
        call: 'GET /nodes/{file}/comments',
        status: 200,
        needs: rows(0, ['createdBy.firstName', 'createdAt', 'content']),
      },
    ],
  ],
  [
    'favourites',
    [
      { call: 'POST /people/-me-/favorites', body: [{ target: { file: { guid: '{file}' } } }], status: 201 },
      {
        call: `GET /people/-me-/favorites?skipCount=0&maxItems=25&where=(EXISTS(target/file) OR EXISTS(target/folder))&include=${PICKED}`,
        status: 200,
        needs: rows(0, ['targetGuid', 'target.file.id', 'target.file.guid', 'target.file.path.name']),
        is: { 'list.entries.0.entry.target.file.name': 'hello2.txt' },
      },
      { call: `GET /nodes/{file}?include=isFavorite`, status: 200, is: { 'entry.isFavorite': true } },
      { call: 'DELETE /people/-me-/favorites/{file}', status: 204 },
    ],
  ],
  [
    'share',
    [
      {
        call: 'POST /shared-links',
        body: { nodeId: '{file}' },
        status: 201,
        needs: ['entry.id'],
        keep: { link: 'entry.id' },
      },
      { call: `GET /nodes/{file}?include=${LIST}`, status: 200, is: { 'entry.properties.qshare:sharedId': '{link}' } },
      {
        call: `GET /shared-links?skipCount=0&maxItems=25&include=${PICKED}`,
        status: 200,
        needs: rows(0, ['nodeId', 'name', 'path', 'sharedByUser.displayName']),
        is: { 'list.entries.0.entry.id': '{link}' },
      },
      // The app takes the id of the link for that of a node.
      { call: 'GET /nodes/{link}/tags', status: 404 },
      { call: 'GET /shared-links/{link}', ticket: false, status: 200, needs: ['entry.name', 'entry.content.mimeType'] },
      {
        call: 'GET /shared-links/{link}/content?attachment=false',
        ticket: false,
        status: 200,
        contentType: /^text\/plain/,
      },
      {
        call: 'GET /shared-links/{link}/renditions',
        ticket: false,
        status: 200,
        is: { 'list.entries.0.entry.id': 'doclib' },
      },
      { call: 'DELETE /shared-links/{link}', status: 204 },
      { call: 'GET /shared-links/{link}', ticket: false, status: 404 },
    ],
  ],
  [
    'permissions',
    [
      {
        call: 'GET /nodes/{file}?include=path,properties,allowableOperations,permissions',
        status: 200,
        needs: ['entry.path', 'entry.permissions.settable.0', 'entry.permissions.isInheritanceEnabled'],
      },
      {
        call: 'POST SEARCH/search',
        body: {
          query: {
            query:
              '(userName:*ann* OR email:*ann* OR firstName:*ann* OR lastName:*ann* OR displayName:*ann* OR authorityName:*ann* OR authorityDisplayName:*ann*) AND PATH:"//cm:APP.DEFAULT/*"',
          },
          filterQueries: [{ query: "TYPE:'cm:authority'" }],
          include: ['properties', 'aspectNames'],
          paging: { maxItems: 35, skipCount: 0 },
        },
        status: 200,
        is: {
          'list.entries.0.entry.nodeType': 'cm:person',
          'list.entries.0.entry.properties.cm:userName': 'ann',
        },
      },
      {
        call: 'PUT /nodes/{file}?include=permissions',
        body: { permissions: { isInheritanceEnabled: false } },
        status: 200,
        is: { 'entry.permissions.isInheritanceEnabled': false },
      },
      {
        call: 'PUT /nodes/{file}?include=permissions',
        body: {
          permissions: { locallySet: [{ authorityId: 'GROUP_EVERYONE', name: 'Consumer', accessStatus: 'ALLOWED' }] },
        },
        status: 200,
        is: { 'entry.permissions.locallySet.0.authorityId': 'GROUP_EVERYONE' },
      },
    ],
  ],
  [
    'versions',
    [
      {
        call: 'GET /nodes/{file}/versions',
        status: 200,
        needs: rows(0, ['id', 'name', 'modifiedAt', 'modifiedByUser.displayName']),
      },
      {
        call: 'PUT /nodes/{file}/content?majorVersion=false&comment=my comment&name=hello3.txt&include=allowableOperations',
        body: 'changed',
        status: 200,
        is: { 'entry.name': 'hello3.txt', 'entry.properties.cm:versionLabel': '1.1' },
        needs: ['entry.allowableOperations'],
      },
      {
        call: 'GET /nodes/{file}/versions?skipCount=0&maxItems=100',
        status: 200,
        is: { 'list.entries.0.entry.id': '1.1', 'list.entries.0.entry.versionComment': 'my comment' },
        needs: rows(1, ['content', 'modifiedByUser.displayName']),
      },
      {
        call: 'GET /nodes/{file}/versions/1.0',
        status: 200,
        needs: ['entry.name', 'entry.content.mimeType', 'entry.properties'],
      },
      {
        call: 'GET /nodes/{file}/versions/1.0/content?attachment=false&alf_ticket={ticket}',
        ticket: false,
        status: 200,
        contentType: /^text\/plain/,
      },
      { call: 'POST /nodes/{file}/versions/1.0/revert', body: { majorVersion: true, comment: '' }, status: 200 },
      {
        call: 'GET /nodes/{file}?include=permissions,path,isFavorite,allowableOperations',
        status: 200,
        is: { 'entry.properties.cm:versionLabel': '2.0' },
      },
      { call: 'DELETE /nodes/{file}/versions/1.0', status: 204 },
    ],
  ],
  [
    'lock and unlock',
    [
      {
        call: 'POST /nodes/{file}/lock',
        body: { type: 'ALLOW_OWNER_CHANGES', lifetime: 'PERSISTENT' },
        status: 200,
        needs: ['entry.properties.cm:lockType', 'entry.properties.cm:lockOwner'],
      },
      {
        call: 'GET /nodes/{folder}/children?skipCount=0&maxItems=25&where=(isFile=true)&include=isLocked,properties',
        status: 200,
        is: { 'list.entries.[entry.id={file}].entry.isLocked': true },
      },
      { call: 'POST /nodes/{file}/unlock', status: 200 },
      { call: 'GET /nodes/{file}/content?attachment=true&alf_ticket={ticket}', ticket: false, status: 200 },
    ],
  ],
  [
    'copy and move',
    [
      { call: `GET /nodes/{home}?include=${PICKED}`, status: 200, needs: ['entry.allowableOperations'] },
      {
        call: `GET /nodes/{home}/children?maxItems=25&orderBy=isFolder desc,createdAt desc&include=${PICKED}&includeSource=true`,
        status: 200,
        needs: [...PAGER, ...rows(0, ['path.elements'])],
      },
      {
        call: 'POST /nodes/{second}/copy',
        body: { targetParentId: '{home}', name: 'copy.txt' },
        status: 201,
        is: { 'entry.name': 'copy.txt', 'entry.parentId': '{home}' },
        keep: { copy: 'entry.id' },
      },
      {
        call: 'POST /nodes/{copy}/move',
        body: { targetParentId: '{folder}' },
        status: 200,
        is: { 'entry.parentId': '{folder}' },
      },
    ],
  ],
  [
    'download several',
    [
      {
        call: 'POST /downloads',
        body: { nodeIds: ['{file}', '{second}'] },
        status: 202,
        needs: ['entry.status'],
        keep: { download: 'entry.id' },
      },
      { call: 'GET /downloads/{download}', status: 200, until: ['entry.status', 'DONE'] },
      {
        call: 'GET /nodes/{download}/content?attachment=true&alf_ticket={ticket}',
        ticket: false,
        status: 200,
        contentType: /^application\/zip/,
      },
      { call: 'DELETE /downloads/{download}', status: 202 },
    ],
  ],
  [
    'information on a folder',
    [
      {
        call: "GET /nodes/{folder}/parents?where=(isPrimary=false and assocType='cm:contains')&include=path",
        status: 200,
        is: { 'list.pagination.count': 0 },
      },
      { call: 'POST /nodes/{folder}/size-details', status: 202, needs: ['entry.jobId'], keep: { size: 'entry.jobId' } },
      {
        call: 'GET /nodes/{folder}/size-details/{size}',
        status: 200,
        until: ['entry.status', 'COMPLETED'],
        is: { 'entry.numberOfFiles': 4, 'entry.sizeInBytes': '33' },
        needs: ['entry.calculatedAt'],
      },
      { call: 'GET /nodes/{folder}/size-details/00000000-0000-0000-0000-000000000000', status: 404 },
    ],
  ],
  [
    'aspects',
    [
      {
        call: "GET /aspects?where=(modelId in ('cm:contentmodel', 'emailserver:emailserverModel', 'smf:smartFolder', 'app:applicationmodel' ))&skipCount=0&maxItems=100&include=properties",
        status: 200,
        needs: rows(0, ['id', 'title', 'properties']),
      },
      {
        call: "GET /aspects?where=(not namespaceUri matches('http://www.alfresco.*'))&skipCount=0&maxItems=100&include=properties",
        status: 200,
        needs: ['list.entries'],
      },
      {
        call: `PUT /nodes/{second}?include=${LIST}`,
        body: { aspectNames: ['cm:auditable', 'cm:titled', 'cm:dublincore', 'cm:versionable'] },
        status: 200,
        needs: ['entry.aspectNames'],
      },
    ],
  ],
  [
    'rules',
    [
      { call: 'GET /action-definitions', status: 200, needs: ['list.entries'] },
      {
        call: 'GET PRIVATE/nodes/{folder}/rule-settings/-isInheritanceEnabled-',
        status: 200,
        needs: ['entry.value', 'entry.key'],
      },
      {
        call: 'GET PRIVATE/nodes/{folder}/rule-sets/-default-?include=isLinkedTo,owningFolder,linkedToBy',
        status: 404,
      },
      {
        call: 'GET PRIVATE/nodes/{folder}/rule-sets?include=isLinkedTo,owningFolder,linkedToBy&skipCount=0&maxItems=100',
        status: 200,
        needs: ['list.pagination.hasMoreItems', 'list.entries'],
      },
    ],
  ],
  [
    'search',
    [
      {
        call: 'POST SEARCH/search',
        body: searchOf('search-quick.json'),
        status: 200,
        needs: ['list.pagination.totalItems', 'list.context.facets', ...rows(0, ['search.score', 'path', 'name'])],
      },
      {
        call: 'POST SEARCH/search',
        body: searchOf('search-recent.json'),
        status: 200,
        needs: ['list.pagination.totalItems', ...rows(0, ['id', 'path', 'properties'])],
      },
      {
        call: 'POST SEARCH/search',
        body: { query: { query: 'PATH:"//app:node_templates"', language: 'afts' } },
        status: 200,
        needs: ['list.entries'],
      },
    ],
  ],
  [
    'delete, undo, trash',
    [
      { call: 'DELETE /nodes/{second}', status: 204 },
      { call: 'POST /deleted-nodes/{second}/restore', status: 200 },
      { call: 'DELETE /nodes/{second}?permanent=false', status: 204 },
      {
        call: `GET /deleted-nodes?include=${LIST}&maxItems=25&skipCount=0`,
        status: 200,
        needs: [...PAGER, ...rows(0, ['archivedAt', 'archivedByUser.displayName', 'path.name', 'name'])],
      },
      { call: 'DELETE /deleted-nodes/{second}', status: 204 },
      { call: 'DELETE /nodes/{deep}?permanent=true', status: 204 },
    ],
  ],
  [
    'libraries',
    [
      {
        call: 'GET /queries/sites?term=Library&maxItems=1&fields=title',
        status: 200,
        is: { 'list.pagination.count': 0 },
      },
      { call: 'GET /sites/library', status: 404 },
      {
        call: 'POST /sites',
        body: { id: 'library', title: 'Library', description: '', visibility: 'PUBLIC' },
        status: 201,
        needs: ['entry.guid'],
        keep: { site: 'entry.guid' },
      },
      {
        call: 'POST /sites',
        body: { id: 'library', title: 'Library', description: '', visibility: 'PUBLIC' },
        status: 409,
      },
      { call: `GET /nodes/{site}?include=${NODE}&relativePath=/documentLibrary`, status: 200, needs: ['entry.id'] },
      {
        call: 'GET /people/-me-/sites?skipCount=0&maxItems=25',
        status: 200,
        needs: rows(0, ['id', 'guid', 'role', 'site.id', 'site.guid', 'site.title', 'site.visibility', 'site.role']),
      },
      {
        call: 'GET /sites?skipCount=0&maxItems=25',
        status: 200,
        needs: rows(0, ['id', 'guid', 'title', 'visibility']),
      },
      {
        call: 'GET /sites/library/containers',
        status: 200,
        is: { 'list.entries.0.entry.folderId': 'documentLibrary' },
      },
      {
        call: 'PUT /sites/library',
        body: { title: 'Renamed', description: 'x', visibility: 'PRIVATE' },
        status: 200,
        is: { 'entry.title': 'Renamed' },
      },
      {
        call: 'GET /people/-me-/favorites?maxItems=25&where=(EXISTS(target/site))',
        status: 200,
        needs: ['list.entries'],
      },
      { call: 'DELETE /sites/library', status: 204 },
      { call: 'GET /people/-me-/favorite-sites/library', status: 404 },
    ],
  ],
  [
    'logout',
    [
      { call: 'DELETE AUTH/tickets/-me-', status: 204 },
      { call: 'GET /people/-me-', status: 401 },
    ],
  ],
];
