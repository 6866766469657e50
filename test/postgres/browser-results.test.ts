import { browserResults } from '../../src/postgres/jobs/browser-results';
import type { LastResult } from '../../src/repository/storage/results';
import { openTestRepository, type TestRepository } from '../support/repository';

const RESULT: LastResult = { code: 201, objectId: 'x', exception: null, message: null };

let test: TestRepository;
beforeAll(async () => {
  test = await openTestRepository();
});
afterAll(() => test.close());

const minutesPass = (minutes: number) =>
  test.database.run({ text: `update browser_results set at = at - $1 * interval '1 minute'` }, [minutes]);
const kept = async () =>
  (await test.database.run({ text: 'select token from browser_results order by token' })).map(([token]) => token);

describe('the result of a form', () => {
  it('is had once, by who sent the form', async () => {
    const results = browserResults(test.database);
    const { id } = test.admin.caller;
    const other = (await test.person('ann')).caller.id;
    await results.keep(id, 'mine', RESULT);
    expect(await results.take(other, 'mine')).toBeUndefined();
    expect(await results.take(id, 'mine')).toEqual(RESULT);
    expect(await results.take(id, 'mine')).toBeUndefined();
  });

  it('waits an hour, and goes when somebody keeps another one', async () => {
    const results = browserResults(test.database);
    const { id } = test.admin.caller;
    await results.keep(id, 'early', RESULT);
    await results.keep(id, 'forgotten', RESULT);
    await minutesPass(59);
    await results.keep(id, 'late', RESULT);
    expect(await kept()).toEqual(['early', 'forgotten', 'late']);
    await minutesPass(2);
    expect(await results.take(id, 'early')).toBeUndefined();
    expect(await results.take(id, 'late')).toEqual(RESULT);
    await results.keep(id, 'next', RESULT);
    expect(await kept()).toEqual(['next']);
  });
});
