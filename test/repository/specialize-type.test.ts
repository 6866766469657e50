import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let count = 0;
const newDocument = (): Promise<StoredObject> =>
  maker(test, test.admin).document({ name: `document ${++count}`, in: test.rootId });
const specialize = (object: StoredObject, typeId: string) =>
  test.repository.specializeType(test.admin, { objectId: object.id, typeId });

beforeAll(async () => {
  test = await openTestRepository();
  const type = (id: string, more: object) =>
    test.repository.createType(test.admin, {
      id,
      parentId: 'cmis:document',
      propertyDefinitions: [{ id: `${id}:value`, propertyType: 'string', required: true, ...more }],
    });
  await type('strict', {});
  await type('lenient', { defaultValue: ['usual'] });
});
afterAll(() => test.close());

describe('an object of a type below its own', () => {
  it('gets the defaults of what the type defines', async () => {
    const { object } = await specialize(await newDocument(), 'lenient');
    expect([object.type.id, object.properties['lenient:value']]).toEqual(['lenient', 'usual']);
  });

  it('is not made where the type demands a value that the object does not have', async () => {
    expect(await failure(specialize(await newDocument(), 'strict'))).toBe('constraint');
  });

  it('is not made of another kind, nor of a type above', async () => {
    const { object } = await specialize(await newDocument(), 'lenient');
    for (const typeId of ['cmis:document', 'cmis:folder', 'strict', 'P:cm:titled', 'none'])
      expect([typeId, await failure(specialize(object, typeId))]).toEqual([typeId, 'invalidArgument']);
    expect(await failure(specialize(object, 'lenient'))).toBe('none');
  });
});
