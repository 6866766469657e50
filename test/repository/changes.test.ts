import { PLAIN } from '../../src/repository/values/object-view';
import { propertyReader, propertyValue } from '../../src/repository/values/object-properties';
import type { ChangeEventView } from '../../src/repository/contract/change-view';
import type { Request } from '../../src/repository/contract/request';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { failure, maker, openTestRepository, type TestRepository } from '../support/repository';

let test: TestRepository;
let make: ReturnType<typeof maker>;
let admin: Request;
beforeEach(async () => {
  test = await openTestRepository({ connections: 20 });
  ({ admin } = test);
  make = maker(test, admin);
});
afterEach(() => test.close());

const changes = (input: object = {}, as: Request = admin) =>
  test.repository.getContentChanges(as, {
    maxItems: 1000,
    includeProperties: true,
    includePolicyIds: false,
    includeACL: false,
    ...input,
  });
const told = (events: readonly ChangeEventView[]) =>
  events.map(({ changeType, objectId }) => `${changeType} ${objectId}`);
/** What happened after now. */
async function following(): Promise<(as?: Request, input?: object) => Promise<readonly ChangeEventView[]>> {
  const { latestChangeLogToken } = await test.repository.getRepositoryInfo(admin);
  const before = (await changes({ changeLogToken: latestChangeLogToken })).events.length;
  return async (as = admin, input = {}) =>
    (await changes({ changeLogToken: latestChangeLogToken, ...input }, as)).events.slice(before);
}
const update = (objectId: string, description: string) =>
  test.repository.updateProperties(admin, { objectId, properties: { 'cmis:description': description } });
const remove = (objectId: string) => test.repository.deleteObject(admin, { objectId, allVersions: true });

describe('the log', () => {
  it('tells at once and in order what was done', async () => {
    const since = await following();
    const folder = await make.folder({ name: 'folder' });
    const document = await make.document({ name: 'document', in: folder, text: 'x' });
    await update(document.id, 'changed');
    await test.repository.applyACL(admin, {
      objectId: folder.id,
      addACEs: [{ principalId: 'someone', permissions: ['cmis:read'] }],
      removeACEs: [],
      propagation: 'propagate',
    });
    const { object: copy } = await test.repository.checkOut(admin, document.id);
    await update(copy.id, 'on the copy');
    const { object: second } = await test.repository.checkIn(admin, { objectId: copy.id, major: true, properties: {} });
    await remove(document.series);
    const events = await since();
    expect(told(events)).toEqual([
      `created ${folder.id}`,
      `created ${document.id}`,
      `updated ${document.id}`,
      `security ${folder.id}`,
      `updated ${document.id}`,
      `updated ${second.id}`,
      `deleted ${second.id}`,
    ]);
    const times = events.map(({ changeTime }) => changeTime);
    expect([...times].sort((one, other) => one - other)).toEqual(times);
  });

  it('remembers what the object was after the change', async () => {
    const since = await following();
    const document = await make.document({ name: 'as it was', text: 'x', properties: { 'cmis:description': 'first' } });
    await update(document.id, 'second');
    await remove(document.id);
    const views = (await since(admin, { includeACL: true })).map((event) => event.view);
    const registry = await test.repository.types(admin);
    const read = (object: StoredObject, id: string) => {
      const definition = registry.property(id);
      return definition && propertyReader(definition).read(object);
    };
    expect(views.map((view) => view && read(view.object, 'cmis:description'))).toEqual(['first', 'second', 'second']);
    const [created] = views;
    for (const id of [
      'cmis:name',
      'cmis:createdBy',
      'cmis:creationDate',
      'cmis:contentStreamLength',
      'cmis:versionLabel',
    ]) {
      expect([id, created && read(created.object, id)]).toEqual([id, propertyValue(document, id)]);
    }
    expect(views.every((view) => view?.acl)).toBe(true);
  });

  it('begins with its first event, and every page with the last one of the page before', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await make.item({ name });
    const all = await changes();
    expect(all.hasMoreItems).toBe(false);
    expect(all.events[0]?.changeType).toBe('created');
    const seen: string[] = [];
    let changeLogToken: string | undefined;
    for (let page = 1; ; page++) {
      const { events, hasMoreItems, latestChangeLogToken } = await changes({
        maxItems: 3,
        ...(changeLogToken !== undefined && { changeLogToken }),
      });
      if (page > 1) expect(events[0]?.objectId).toBe(seen.at(-1)?.split(' ')[1]);
      seen.push(...told(events.slice(page > 1 ? 1 : 0)));
      expect(hasMoreItems).toBe(seen.length < all.events.length);
      changeLogToken = latestChangeLogToken;
      if (!hasMoreItems) break;
      expect(events).toHaveLength(3);
    }
    expect(seen).toEqual(told(all.events));
    const { latestChangeLogToken } = await test.repository.getRepositoryInfo(admin);
    expect(changeLogToken).toBe(latestChangeLogToken);
    expect((await changes({ changeLogToken })).events).toHaveLength(1);
  });

  it('takes no token that it did not give, nor one of an event that it no longer holds', async () => {
    const { latestChangeLogToken = '' } = await test.repository.getRepositoryInfo(admin);
    await make.item({ name: 'a' });
    const token = (await test.repository.getRepositoryInfo(admin)).latestChangeLogToken ?? '';
    const [number, mac] = token.split('.');
    for (const changeLogToken of [
      'x',
      '1',
      `1.${mac}`,
      `${Number(number) - 1}.${mac}`,
      `${number}-5.${mac}`,
      `${token}0`,
      `0${token}`,
      '99999999999999999999.0123456789abcdef',
    ])
      expect(await failure(changes({ changeLogToken }))).toBe('invalidArgument');
    expect(latestChangeLogToken).not.toBe(token);
    for (const name of ['b', 'c']) await make.item({ name });
    await changes();
    await test.database.run({ text: 'update change_head set first_token = last_token' });
    await test.database.run({ text: 'delete from change_log where token < (select first_token from change_head)' });
    expect(await failure(changes({ changeLogToken: token }))).toBe('invalidArgument');
    expect((await changes()).events).toHaveLength(1);
  });

  it('says which policies are applied where that is what changed', async () => {
    const document = await make.document({ name: 'controlled' });
    const policy = await make.policy({ name: 'rule' });
    const since = await following();
    await test.repository.applyPolicy(admin, { objectId: document.id, policyId: policy.id });
    await test.repository.removePolicy(admin, { objectId: document.id, policyId: policy.id });
    const events = await since(admin, { includePolicyIds: true });
    expect(events.map(({ view }) => view?.policyIds)).toEqual([[policy.id], []]);
    expect((await since()).map(({ view }) => view?.policyIds)).toEqual([undefined, undefined]);
  });
});

describe('what a caller sees', () => {
  it('are the policies that they may read', async () => {
    const reader = await test.person('reader of policies');
    const document = await make.document({ name: 'two rules', in: await make.folder({ name: 'ruled' }) });
    const [secret, known] = [await make.policy({ name: 'secret' }), await make.policy({ name: 'known' })];
    const entry = { principalId: reader.caller.name, permissions: ['cmis:read'] };
    const change = { addACEs: [entry], removeACEs: [], propagation: 'propagate' } as const;
    await test.repository.applyACL(admin, { objectId: known.id, ...change });
    const since = await following();
    for (const { id } of [secret, known])
      await test.repository.applyPolicy(admin, { objectId: document.id, policyId: id });
    const seen = async (as: Request) =>
      (await since(as, { includePolicyIds: true })).map(({ view }) => view?.policyIds);
    expect(await seen(admin)).toEqual([[secret.id], [secret.id, known.id]]);
    expect(await seen(reader)).toEqual([[], [known.id]]);
  });

  it('are events of what they may read, or could when it was deleted', async () => {
    const reader = await test.person('reader');
    const open = await make.folder({ name: 'open' });
    const since = await following();
    const shown = await make.document({ name: 'shown', in: open });
    const shownAndGone = await make.document({ name: 'shown and gone', in: open });
    const hidden = await make.document({ name: 'hidden' });
    const hiddenAndGone = await make.document({ name: 'hidden and gone' });
    const link = await make.relationship(shown, shownAndGone);
    const hiddenLink = await make.relationship(shown, hidden);
    await remove(link.id);
    await remove(hiddenLink.id);
    await remove(shownAndGone.id);
    await remove(hiddenAndGone.id);
    expect(told(await since(reader))).toEqual([
      `created ${shown.id}`,
      `created ${shownAndGone.id}`,
      `created ${link.id}`,
      `deleted ${link.id}`,
      `deleted ${shownAndGone.id}`,
    ]);
    expect(await since(admin)).toHaveLength(10);
    await test.repository.applyACL(admin, {
      objectId: hidden.id,
      addACEs: [{ principalId: 'reader', permissions: ['cmis:read'] }],
      removeACEs: [],
      propagation: 'propagate',
    });
    expect(told(await since(reader))).toContain(`created ${hidden.id}`);
  });

  it('is bare where the last event that they know is no longer theirs', async () => {
    const reader = await test.person('reader');
    await make.item({ name: 'hidden' });
    const { latestChangeLogToken } = await test.repository.getRepositoryInfo(reader);
    const { events } = await changes({ changeLogToken: latestChangeLogToken }, reader);
    expect(events).toHaveLength(1);
    expect(events[0]?.view).toBeUndefined();
  });

  it('comes however many events of others lie between', async () => {
    const reader = await test.person('reader');
    const open = await make.folder({ name: 'open' });
    const first = await make.document({ name: 'first', in: open });
    await changes();
    const info = JSON.stringify({ typeId: 'cmis:item', baseId: 'cmis:item', properties: {} });
    await test.database.run(
      {
        text: `insert into change_events (at, object_uuid, object_id, kind, actor, info)
          select now(), gen_random_uuid(), 'gone ' || n, 'created', 'admin', $1::jsonb from generate_series(1, 45000) n`,
      },
      [info],
    );
    const second = await make.document({ name: 'second', in: open });
    const seen: string[] = [];
    let changeLogToken: string | undefined;
    for (let page = 1; page <= 10; page++) {
      const answer = await changes({ ...(changeLogToken !== undefined && { changeLogToken }) }, reader);
      if (page > 1) expect(answer.events[0]?.objectId).toBe(first.id);
      seen.push(...told(answer.events.slice(page > 1 ? 1 : 0)));
      changeLogToken = answer.latestChangeLogToken;
      if (!answer.hasMoreItems) break;
    }
    expect(seen.slice(-2)).toEqual([`created ${first.id}`, `created ${second.id}`]);
    expect((await changes({ changeLogToken }, reader)).events.map(({ objectId }) => objectId)).toEqual([second.id]);
  });
});

it('loses nothing, doubles nothing and keeps the order, while many write and many read', async () => {
  const folders = await Promise.all([0, 1, 2].map((n) => make.folder({ name: `folder ${n}` })));
  const since = (await test.repository.getRepositoryInfo(admin)).latestChangeLogToken;
  let writing = true;

  const write = async (writer: number): Promise<void> => {
    const mine: StoredObject[] = [];
    for (let step = 0; step < 25; step++) {
      const victim = mine[step % Math.max(1, mine.length)];
      if (step % 5 === 4 && victim) {
        await remove(victim.series);
        mine.splice(mine.indexOf(victim), 1);
      } else if (step % 3 === 2 && victim) {
        await update(victim.series, `writer ${writer} step ${step}`);
      } else {
        mine.push(await make.document({ name: `document ${writer} ${step}`, in: folders[step % 3] as StoredObject }));
      }
    }
  };
  const read = async (): Promise<string[]> => {
    const seen: string[] = [];
    let changeLogToken = since;
    for (let rest = true; rest;) {
      rest = writing;
      for (let more = true; more;) {
        const page = await changes({ maxItems: 7, changeLogToken });
        seen.push(...page.events.slice(1).map((event) => `${event.changeType} ${event.objectId}#${text(event)}`));
        changeLogToken = page.latestChangeLogToken;
        more = page.hasMoreItems;
      }
    }
    return seen;
  };
  const text = ({ view }: ChangeEventView): string => String(view?.object.properties['cmis:description'] ?? '');

  const readers = [read(), read(), read()];
  await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
  writing = false;
  const logs = await Promise.all(readers);
  expect(logs[1]).toEqual(logs[0]);
  expect(logs[2]).toEqual(logs[0]);
  const log = logs[0] ?? [];
  expect(log).toHaveLength(12 * 25);

  const replayed = new Map<string, string>();
  for (const event of log) {
    const [, kind = '', id = '', description = ''] = /^(\w+) (.*)#(.*)$/.exec(event) ?? [];
    // Nothing is created twice, and nothing changes that is not there.
    expect(replayed.has(id)).toBe(kind !== 'created');
    if (kind === 'deleted') replayed.delete(id);
    else replayed.set(id, description);
  }
  const there = new Map<string, string>();
  for (const folder of folders) {
    const page = await test.repository.getChildren(admin, {
      folderId: folder.id,
      page: { maxItems: 1000, skipCount: 0 },
      selection: PLAIN,
    });
    for (const { object } of page.items) there.set(object.id, String(propertyValue(object, 'cmis:description') ?? ''));
  }
  expect(replayed).toEqual(there);
});
