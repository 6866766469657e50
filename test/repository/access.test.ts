import { BUILT_IN_TYPES } from '../../src/model/alfresco-types';
import { ALL_PERMISSIONS, LOCKED, Permission, PERMISSION_BITS } from '../../src/model/permissions';
import type { PrimaryType, SecondaryType } from '../../src/model/type-definition';
import { TypeRegistry } from '../../src/model/type-registry';
import { allowableActions, requireAction } from '../../src/repository/access/access';
import { ACL_CAPABILITIES } from '../../src/repository/access/acl-capabilities';
import { ACTIONS, type Action } from '../../src/repository/values/allowable-actions';
import type { StoredObject, StoredVersion } from '../../src/repository/values/stored-object';

const types = new TypeRegistry(
  1,
  BUILT_IN_TYPES.map((declaration, index) => ({ key: index + 1, declaration })),
);
const primary = (id: string): PrimaryType => types.find(id) as PrimaryType;
const secondary = (id: string): SecondaryType => types.findSecondary(id) as SecondaryType;

const VERSION: StoredVersion = {
  major: 1,
  minor: 0,
  versioned: true,
  isMajor: true,
  isLatest: true,
  isLatestMajor: true,
  isWorkingCopy: false,
};

function object(typeId: string, more: Partial<StoredObject> = {}): StoredObject {
  const type = primary(typeId);
  return {
    key: 7,
    uuid: '0198c2f0-0000-7000-8000-000000000007',
    series: '0198c2f0-0000-7000-8000-000000000007',
    id: '0198c2f0-0000-7000-8000-000000000007',
    type,
    secondaryTypes: [],
    name: 'report',
    owner: 'someone',
    createdBy: 'someone',
    created: 0,
    modifiedBy: 'someone',
    modified: 0,
    changeToken: 1,
    parentKey: 1,
    isRoot: false,
    immutable: false,
    retained: false,
    ...(type.baseId === 'cmis:document' && { version: VERSION }),
    properties: {},
    access: ALL_PERMISSIONS,
    ...more,
  };
}

const content = {
  key: 1,
  id: 'c',
  pieces: [{ key: 'k', length: 1 }],
  length: 1,
  mimeType: 'text/plain',
  fileName: 'report',
  textState: 'done' as const,
};
const document = (more: Partial<StoredObject> = {}): StoredObject => object('cmis:document', { content, ...more });
const folder = (more: Partial<StoredObject> = {}): StoredObject => object('cmis:folder', more);
const version = (more: Partial<StoredVersion>): Partial<StoredObject> => ({ version: { ...VERSION, ...more } });
const as = (role: string): { readonly access: number } => ({ access: PERMISSION_BITS[role] ?? 0 });

const BASES = ['cmis:document', 'cmis:folder', 'cmis:item', 'cmis:policy', 'cmis:relationship'];

describe('what everybody with all rights may do', () => {
  const cases: readonly (readonly [string, StoredObject, string])[] = [
    [
      'a document',
      document(),
      `canDeleteObject canUpdateProperties canGetProperties canGetObjectRelationships canGetObjectParents canMoveObject
       canDeleteContentStream canCheckOut canSetContentStream canGetAllVersions canAddObjectToFolder
       canRemoveObjectFromFolder canGetContentStream canApplyPolicy canGetAppliedPolicies canRemovePolicy
       canCreateRelationship canGetRenditions canGetACL canApplyACL`,
    ],
    [
      'a folder',
      folder(),
      `canDeleteObject canUpdateProperties canGetFolderTree canGetProperties canGetObjectRelationships canGetFolderParent
       canGetDescendants canMoveObject canGetAppliedPolicies canGetChildren canCreateDocument canCreateFolder canCreateRelationship canCreateItem canCreatePolicy canDeleteTree canGetACL canApplyACL`,
    ],
    [
      'the root folder',
      folder({ isRoot: true, path: '/' }),
      `canUpdateProperties canGetFolderTree canGetProperties canGetObjectRelationships canGetDescendants
       canGetAppliedPolicies canGetChildren canCreateDocument canCreateFolder canCreateRelationship
       canCreateItem canCreatePolicy canGetACL canApplyACL`,
    ],
    [
      'an item',
      object('cmis:item'),
      `canDeleteObject canUpdateProperties canGetProperties canGetObjectRelationships canGetObjectParents canMoveObject
       canAddObjectToFolder canRemoveObjectFromFolder canApplyPolicy canGetAppliedPolicies canRemovePolicy
       canCreateRelationship canGetACL canApplyACL`,
    ],
    [
      'a private working copy',
      document(
        version({
          isLatest: false,
          isLatestMajor: false,
          isMajor: false,
          isWorkingCopy: true,
          checkedOutBy: 'someone',
        }),
      ),
      `canDeleteObject canUpdateProperties canGetProperties canGetObjectRelationships canGetObjectParents canMoveObject
       canDeleteContentStream canCancelCheckOut canCheckIn canSetContentStream canGetAllVersions canGetContentStream
       canApplyPolicy canGetAppliedPolicies canRemovePolicy canGetRenditions canGetACL canApplyACL`,
    ],
    [
      'a document that is checked out',
      document(version({ checkedOutBy: 'someone' })),
      `canGetProperties canGetObjectRelationships canGetObjectParents canGetAllVersions canAddObjectToFolder
       canRemoveObjectFromFolder canGetContentStream canGetAppliedPolicies canGetRenditions canGetACL canApplyACL`,
    ],
    [
      'a version that is not the latest',
      document(version({ isLatest: false, isLatestMajor: false, frozenKey: 3 })),
      `canDeleteObject canGetProperties canGetObjectRelationships canGetObjectParents canMoveObject canGetAllVersions
       canAddObjectToFolder canRemoveObjectFromFolder canGetContentStream canGetAppliedPolicies canGetRenditions canGetACL canApplyACL`,
    ],
    [
      'an immutable document',
      document({ immutable: true }),
      `canGetProperties canGetObjectRelationships canGetObjectParents canGetAllVersions canAddObjectToFolder
       canRemoveObjectFromFolder canGetContentStream canGetAppliedPolicies canGetRenditions canGetACL canApplyACL`,
    ],
  ];

  test.each(cases)('%s', (_, subject, expected) => {
    expect([...allowableActions(subject)]).toEqual(expected.trim().split(/\s+/));
  });

  test('folders that clients rely on stay', () => {
    const fixed = folder({ secondaryTypes: [secondary('P:sys:undeletable'), secondary('P:sys:unmovable')] });
    const lost = [...allowableActions(folder())].filter((action) => !allowableActions(fixed).has(action));
    expect(lost).toEqual(['canDeleteObject', 'canMoveObject', 'canDeleteTree']);
  });

  test('an unfiled document cannot be taken out of a folder', () => {
    const { parentKey: _, ...unfiled } = document();
    expect(allowableActions(unfiled).has('canRemoveObjectFromFolder')).toBe(false);
  });

  test('a document without content has none to get', () => {
    const { content: _, ...empty } = document();
    expect(allowableActions(empty).has('canGetContentStream')).toBe(false);
  });
});

describe('what roles let people do', () => {
  // Columns: action, on what, who may.
  test.each<readonly [Action, StoredObject, string]>([
    ['canGetProperties', document(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canGetContentStream', document(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canGetAllVersions', document(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canAddObjectToFolder', document(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canGetFolderParent', folder(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canGetFolderTree', folder(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canGetDescendants', folder(), 'Consumer Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canGetACL', document(), 'Contributor Editor Collaborator Coordinator SiteConsumer cmis:read'],
    ['canUpdateProperties', document(), 'Editor Collaborator Coordinator'],
    ['canCheckOut', document(), 'Editor Collaborator Coordinator'],
    ['canSetContentStream', document(), 'Editor Collaborator Coordinator'],
    ['canCreateRelationship', document(), 'Editor Collaborator Coordinator'],
    ['canCreateFolder', folder(), 'Contributor Collaborator Coordinator'],
    ['canCreateDocument', folder(), 'Contributor Collaborator Coordinator'],
    ['canDeleteObject', document(), 'Coordinator'],
    ['canDeleteTree', folder(), 'Coordinator'],
    ['canMoveObject', folder(), 'Coordinator'],
    ['canApplyACL', document(), 'Coordinator'],
  ])('%s', (action, subject, allowed) => {
    const roles = ['Consumer', 'Contributor', 'Editor', 'Collaborator', 'Coordinator', 'SiteConsumer', 'cmis:read'];
    expect(roles.filter((role) => allowableActions({ ...subject, ...as(role) }).has(action)).join(' ')).toBe(allowed);
  });

  test('whoever may read properties alone gets neither content nor what is made of it', () => {
    expect([...allowableActions(document({ access: Permission.ReadProperties }))].join(' ')).toBe(
      'canGetProperties canGetObjectRelationships canGetObjectParents canGetAllVersions canAddObjectToFolder canGetAppliedPolicies',
    );
  });

  test('nothing at all without the right to see', () => {
    for (const base of BASES) expect([...allowableActions(object(base, { access: 0 }))]).toEqual([]);
  });
});

describe('what no right can make possible', () => {
  const folderActions =
    'canGetDescendants canGetFolderParent canGetChildren canDeleteTree canCreateDocument canCreateFolder';
  const documentActions =
    'canCheckIn canCheckOut canCancelCheckOut canGetContentStream canDeleteContentStream canGetAllVersions';
  test.each([
    ['cmis:document', folderActions],
    ['cmis:item', `${folderActions} ${documentActions}`],
    ['cmis:policy', `${folderActions} ${documentActions}`],
    ['cmis:folder', `${documentActions} canAddObjectToFolder canRemoveObjectFromFolder`],
    [
      'cmis:relationship',
      `${folderActions} ${documentActions} canMoveObject canAddObjectToFolder canRemoveObjectFromFolder canApplyACL`,
    ],
  ])('%s', (base, actions) => {
    const found = allowableActions(object(base));
    expect(actions.split(' ').filter((action) => found.has(action as Action))).toEqual([]);
  });
});

describe('asking for an action', () => {
  test.each([
    ['without the right', document(as('Consumer')), 'canUpdateProperties', 'permissionDenied'],
    ['on a version that is not the latest', document(version({ frozenKey: 1 })), 'canSetContentStream', 'versioning'],
    ['while it is checked out', document(version({ checkedOutBy: 'a' })), 'canUpdateProperties', 'versioning'],
    ['that its kind does not have', document(), 'canGetChildren', 'constraint'],
    ['on what is immutable', document({ immutable: true }), 'canDeleteObject', 'constraint'],
  ] as const)('%s is refused', (...[, subject, action, code]) => {
    expect(() => requireAction(subject, action)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('is refused in a sentence that names object and action', () => {
    expect(() => requireAction(document(as('Consumer')), 'canDeleteObject')).toThrow(
      /0198c2f0-0000-7000-8000-000000000007.*canDeleteObject/,
    );
  });

  test('agrees with what is shown', () => {
    const { parentKey: _, ...unfiled } = document();
    const { content: _content, ...empty } = document();
    const subjects = [
      ...BASES.flatMap((base) => [object(base), object(base, as('Consumer')), object(base, { immutable: true })]),
      document({ retained: true }),
      document(version({ isWorkingCopy: true })),
      document(version({ frozenKey: 3 })),
      document(version({ checkedOutBy: 'a' })),
      document({ access: ALL_PERMISSIONS | LOCKED }),
      unfiled,
      empty,
      folder({ isRoot: true, path: '/' }),
      // Each by itself: what is known of one state is not shown for another.
      folder({ secondaryTypes: [secondary('P:sys:undeletable')] }),
      folder({ secondaryTypes: [secondary('P:sys:unmovable')] }),
    ];
    for (const subject of subjects) {
      const shown = allowableActions(subject);
      const done = ACTIONS.filter((action) => {
        try {
          requireAction(subject, action);
          return true;
        } catch {
          return false;
        }
      });
      expect(done).toEqual([...shown]);
    }
  });
});

describe('what the repository says about permissions', () => {
  const { permissions, mapping } = ACL_CAPABILITIES;
  const CM = '{http://www.alfresco.org/model/content/1.0}cmobject';

  test('names basic and Alfresco permissions, each once and with a description', () => {
    const names = permissions.map(({ permission }) => permission);
    expect(names).toEqual(
      expect.arrayContaining(['cmis:read', 'cmis:write', 'cmis:all', `${CM}.Collaborator`, `${CM}.Consumer`]),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(permissions.every(({ description }) => description !== '')).toBe(true);
  });

  test('maps all keys of the schema and no others', () => {
    const keys = mapping.map(({ key }) => key);
    expect(new Set(keys).size).toBe(34);
    for (const key of keys)
      expect(key).toMatch(/^can[A-Z]\w+\.(Folder|Object|Document|Source|Target|Policy|VersionSeries)$/);
  });

  test('maps each key to permissions any of which suffices', () => {
    const known = new Set(permissions.map(({ permission }) => permission));
    for (const { permission } of mapping) {
      expect(permission).toEqual(expect.arrayContaining(['cmis:all', `${CM}.Coordinator`]));
      expect(permission.every((name) => known.has(name))).toBe(true);
    }
    const of = (key: string): readonly string[] => mapping.find((one) => one.key === key)?.permission ?? [];
    expect(of('canViewContent.Object')).toContain(`${CM}.Consumer`);
    expect(of('canCreateFolder.Folder')).toContain(`${CM}.Contributor`);
    expect(of('canUpdateProperties.Object')).not.toContain(`${CM}.Contributor`);
    expect(of('canDelete.Object')).toEqual(expect.arrayContaining(['cmis:write']));
  });
});
