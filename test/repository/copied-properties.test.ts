import { BUILT_IN_TYPES } from '../../src/model/alfresco-types';
import { TypeRegistry } from '../../src/model/type-registry';
import type { SecondaryType } from '../../src/model/type-definition';
import { copiedProperties } from '../../src/repository/objects/copied-properties';
import type { StoredObject } from '../../src/repository/values/stored-object';

const types = new TypeRegistry(
  1,
  BUILT_IN_TYPES.map((declaration, index) => ({ key: index + 1, declaration })),
);
const source = {
  type: types.find('cmis:document'),
  secondaryTypes: [types.findSecondary('P:cm:titled') as SecondaryType],
  name: 'report',
  properties: { 'cm:title': 'Report', 'cm:description': 'Old' },
} as unknown as StoredObject;

describe('what a copy takes over', () => {
  it('is name, type, secondary types and what a client may set', () => {
    expect(copiedProperties(types, source)).toEqual({
      'cmis:name': 'report',
      'cmis:objectTypeId': 'cmis:document',
      'cmis:secondaryObjectTypeIds': ['P:cm:titled'],
      'cmis:description': 'Old',
      'cm:title': 'Report',
    });
  });

  it.each([
    ['cmis:description', 'New'],
    ['cm:description', 'New'],
    ['cmis:description', null],
    ['cm:description', null],
  ])('is not the description where %s is given as %s: it has two ids', (id, value) => {
    const { 'cmis:description': one, 'cm:description': other } = copiedProperties(types, source, { [id]: value });
    expect([one, other]).toEqual(id === 'cmis:description' ? [value, undefined] : [undefined, value]);
  });
});
