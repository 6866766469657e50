import { ATOM, CMIS, CMISRA } from '../../src/cmis/xml/namespaces';
import { child, childrenNamed, childText, type XmlElement } from '../../src/cmis/xml/tree';
import {
  cmisLink,
  createDocument,
  created,
  entriesOf,
  entry,
  FEED,
  NAMESPACES,
  one,
  requireLink,
  type Answer,
} from '../cmis/atompub/client';
import {
  atomSuite,
  collectionOf,
  encodedId,
  filled,
  idEntry,
  idOf,
  templateOf,
  typeEntry,
  typeIdOf,
  typeIn,
} from './atompub-fixtures';

const suite = atomSuite();
const { read, statusOf } = suite;

const document = (title = 'x', content?: string): Promise<XmlElement> =>
  createDocument(suite.client, suite.place, { title, ...(content !== undefined && { content }) });
const labelsIn = (feed: XmlElement): readonly unknown[] =>
  entriesOf(feed).map((each) => one(each, 'cmis:versionLabel'));

describe('a query that is posted', () => {
  const ask = async (): Promise<Answer> => {
    const folder = new URL(suite.place).searchParams.get('id') ?? '';
    const statement = `SELECT cmis:objectId, cmis:name FROM cmis:document WHERE IN_FOLDER('${folder}')`;
    const body = `<c:query ${NAMESPACES}><c:statement>${statement}</c:statement></c:query>`;
    const type = 'application/cmisquery+xml';
    return suite.client.post(collectionOf(suite.workspace, 'query') ?? '', { type, body });
  };

  it('669: is answered with 201', async () => {
    expect((await ask()).status).toBe(201);
  });

  it('670: has an address from then on', async () => {
    const made = await document();
    const answer = await ask();
    expect(entriesOf(await read(answer.headers.get('location') ?? '')).map(idOf)).toEqual([idOf(made)]);
  });

  it('671: finds objects with the properties that are selected', async () => {
    const made = await document('found');
    const [row] = entriesOf((await ask()).root);
    const properties = child(child(row, CMISRA, 'object'), CMIS, 'properties');
    expect(properties?.children.map((each) => childText(each, CMIS, 'value'))).toEqual([idOf(made), 'found']);
  });
});

describe('checking out and in', () => {
  const checkOut = (of: XmlElement): Promise<Answer> =>
    suite.client.post(collectionOf(suite.workspace, 'checkedout') ?? '', { body: idEntry(of) });

  it('672: is answered with 201 and the working copy', async () => {
    const made = await document();
    const { status, root } = await checkOut(made);
    expect([status, one(root, 'cmis:isPrivateWorkingCopy')]).toEqual([201, 'true']);
    expect(one(root, 'cmis:versionSeriesId')).toBe(one(made, 'cmis:versionSeriesId'));
  });

  it('673: says where the working copy is', async () => {
    const { headers, root } = await checkOut(await document());
    expect(idOf(await read(headers.get('content-location') ?? ''))).toBe(idOf(root));
  });

  it('697: a working copy that is put with checkin=true becomes a version', async () => {
    const made = await document();
    const copy = created(await checkOut(made));
    const answer = await suite.client.put(`${requireLink(copy, 'self')}&checkin=true&major=true`, {
      body: entry({ properties: { 'cmis:description': 'checked in' } }),
    });
    expect([answer.status, one(answer.root, 'cmis:versionLabel'), one(answer.root, 'cmis:description')]).toEqual([
      200,
      '2.0',
      'checked in',
    ]);
    expect(labelsIn(await read(requireLink(made, 'version-history')))).toEqual(['2.0', '1.0']);
  });

  it('698: a working copy that is put without it is changed itself, and stays one', async () => {
    const made = await document();
    const copy = created(await checkOut(made));
    const answer = await suite.client.put(requireLink(copy, 'self'), {
      body: entry({ properties: { 'cmis:description': 'not yet' } }),
    });
    expect([answer.status, one(answer.root, 'cmis:isPrivateWorkingCopy')]).toEqual([200, 'true']);
    expect(one(await read(requireLink(copy, 'self')), 'cmis:description')).toBe('not yet');
    const live = await read(requireLink(made, 'self'));
    expect([one(live, 'cmis:description'), one(live, 'cmis:isVersionSeriesCheckedOut')]).toEqual([undefined, 'true']);
  });

  it('699: a working copy that is deleted was never checked out, with 204', async () => {
    const made = await document();
    const copy = created(await checkOut(made));
    expect((await suite.client.delete(requireLink(copy, 'self'))).status).toBe(204);
    expect(await statusOf(requireLink(copy, 'self'))).toBe(404);
    expect(one(await read(requireLink(made, 'self')), 'cmis:isVersionSeriesCheckedOut')).toBe('false');
  });
});

describe('versions', () => {
  let first: XmlElement;
  /** 1.0, 2.0 and 2.1. */
  beforeEach(async () => {
    first = await document('v', 'one');
    let live = first;
    for (const major of ['true', 'false']) {
      const copy = created(await suite.client.post('/checkedout', { body: idEntry(live) }));
      const inside = `${requireLink(copy, 'self')}&checkin=true&major=${major}`;
      live = (await suite.client.put(inside, { body: entry({}) })).root;
    }
  });
  const returned = (returnVersion: string): Promise<XmlElement> =>
    read(filled(templateOf(suite.workspace, 'objectbyid'), { id: idOf(first), returnVersion }));

  it('688: are listed with the newest first', async () => {
    expect(labelsIn(await read(requireLink(first, 'version-history')))).toEqual(['2.1', '2.0', '1.0']);
  });

  it('693: returnVersion=latest returns the latest', async () => {
    expect(one(await returned('latest'), 'cmis:versionLabel')).toBe('2.1');
  });

  it('694: returnVersion=latestmajor returns the latest major one', async () => {
    expect(one(await returned('latestmajor'), 'cmis:versionLabel')).toBe('2.0');
  });
});

describe('a bulk update', () => {
  const update = async (objects: readonly XmlElement[]): Promise<Answer> => {
    const ids = objects.map(
      (each) => `<c:objectIdAndChangeToken><c:id>${idOf(each)}</c:id></c:objectIdAndChangeToken>`,
    );
    const properties =
      '<c:properties><c:propertyString propertyDefinitionId="cmis:description"><c:value>all</c:value></c:propertyString></c:properties>';
    const bulk = `<ra:bulkUpdate>${ids.join('')}${properties}</ra:bulkUpdate>`;
    const body = entry({}).replace(/<ra:object>.*<\/ra:object>/s, bulk);
    return suite.client.post(collectionOf(suite.workspace, 'update') ?? '', { body });
  };

  it('679: is answered with 201 and a feed', async () => {
    const objects = [await document('a'), await document('b')];
    const { status, root } = await update(objects);
    expect([status, root.uri, root.local]).toEqual([201, ATOM, 'feed']);
    for (const each of objects) expect(one(await read(requireLink(each, 'self')), 'cmis:description')).toBe('all');
  });

  it('680: names the objects by the ids that they were named by', async () => {
    const objects = [await document('a'), await document('b')];
    expect(
      entriesOf((await update(objects)).root)
        .map(idOf)
        .sort(),
    ).toEqual(objects.map(idOf).sort());
  });
});

describe('relationships', () => {
  const relate = (collection: XmlElement, source: XmlElement, target: XmlElement): Promise<Answer> =>
    suite.client.post(requireLink(collection, cmisLink('relationships')), {
      body: entry({
        title: 'r',
        properties: {
          'cmis:objectTypeId': 'cmis:relationship',
          'cmis:sourceId': idOf(source),
          'cmis:targetId': idOf(target),
        },
      }),
    });

  it('681: are made in the collection of their source, with 201 and an address', async () => {
    const [source, target] = [await document('a'), await document('b')];
    const { status, headers, root } = await relate(source, source, target);
    expect([status, idOf(await read(headers.get('location') ?? ''))]).toEqual([201, idOf(root)]);
    expect(entriesOf(await read(requireLink(source, cmisLink('relationships')))).map(idOf)).toEqual([idOf(root)]);
  });

  it('682: are not made in the collection of what is not their source', async () => {
    const [source, target, other] = [await document('a'), await document('b'), await document('c')];
    expect((await relate(other, source, target)).status).toBe(400);
    for (const each of [source, target, other])
      expect(entriesOf(await read(requireLink(each, cmisLink('relationships'))))).toEqual([]);
  });
});

describe('policies', () => {
  const applied = async (): Promise<{
    readonly policy: XmlElement;
    readonly policies: string;
    readonly answer: Answer;
  }> => {
    const properties = { 'cmis:objectTypeId': 'cmis:policy', 'cmis:policyText': 'Be kind.' };
    const policy = created(await suite.client.post(suite.place, { body: entry({ title: 'p', properties }) }));
    const policies = requireLink(await document(), cmisLink('policies'));
    return { policy, policies, answer: await suite.client.post(policies, { body: idEntry(policy) }) };
  };

  it('683: are applied by an entry in the collection, with 201', async () => {
    const { policy, policies, answer } = await applied();
    expect([answer.status, entriesOf(await read(policies)).map(idOf)]).toEqual([201, [idOf(policy)]]);
  });

  it('684: are taken away, and stay, when their member is deleted', async () => {
    const { policy, policies } = await applied();
    const [member] = entriesOf(await read(policies));
    const { status } = await suite.client.delete(requireLink(member ?? policy, 'self'));
    expect([status, entriesOf(await read(policies))]).toEqual([204, []]);
    expect(await statusOf(`/id?id=${encodedId(policy)}`)).toBe(200);
  });
});

describe('the changes', () => {
  /** What these objects have been through. */
  const events = async (ids: readonly string[]): Promise<readonly XmlElement[]> => {
    const feed = await read('/changes?includeProperties=true&maxItems=1000');
    return entriesOf(feed).filter((each) => ids.includes(idOf(each)));
  };
  const infoOf = (each: XmlElement): XmlElement | undefined =>
    child(child(each, CMISRA, 'object'), CMIS, 'changeEventInfo');

  it('685: come from the oldest to the newest', async () => {
    const [a, b] = [await document('a'), await document('b')];
    await suite.client.delete(requireLink(a, 'self'));
    const found = await events([idOf(a), idOf(b)]);
    const seen = found.map((each) => [idOf(each) === idOf(a) ? 'a' : 'b', childText(infoOf(each), CMIS, 'changeType')]);
    expect(seen).toEqual([
      ['a', 'created'],
      ['b', 'created'],
      ['a', 'deleted'],
    ]);
  });

  it('686: say what has happened, and when', async () => {
    const [event] = await events([idOf(await document())]);
    const info = event && infoOf(event);
    expect(childText(info, CMIS, 'changeType')).toBe('created');
    expect(Date.parse(childText(info, CMIS, 'changeTime') ?? '')).toBeGreaterThan(0);
  });
});

describe('types', () => {
  const definitionsOf = (type: XmlElement | undefined): readonly (string | undefined)[] =>
    (type?.children ?? [])
      .filter(({ local }) => /^property\w+Definition$/.test(local))
      .map((each) => childText(each, CMIS, 'id'));
  const stringDefinition = (id: string): string =>
    `<c:propertyStringDefinition><c:id>${id}</c:id><c:localName>l</c:localName><c:propertyType>string</c:propertyType>` +
    `<c:cardinality>single</c:cardinality><c:updatability>readwrite</c:updatability><c:required>false</c:required>` +
    `<c:queryable>true</c:queryable><c:orderable>false</c:orderable></c:propertyStringDefinition>`;
  const newType = (id: string): Promise<Answer> =>
    suite.client.post('/types?typeId=cmis:document', {
      body: typeEntry(
        `<c:id>${id}</c:id><c:localName>n</c:localName><c:baseId>cmis:document</c:baseId><c:parentId>cmis:document</c:parentId>${stringDefinition(`${id}text`)}`,
      ),
    });

  it('677: are a feed whose entries hold them', async () => {
    const ids = entriesOf(await read(collectionOf(suite.workspace, 'types') ?? '')).map(typeIdOf);
    expect([...ids].sort()).toEqual([
      'cmis:document',
      'cmis:folder',
      'cmis:item',
      'cmis:policy',
      'cmis:relationship',
      'cmis:secondary',
    ]);
  });

  it('678: are made in the children of their parent, with 201 and an address', async () => {
    const { status, headers, root } = await newType('at:made');
    expect([status, typeIdOf(root)]).toEqual([201, 'at:made']);
    expect(typeIdOf(await read(headers.get('location') ?? ''))).toBe('at:made');
  });

  it('689: are in the entries of the feed of descendants, on every level', async () => {
    const feed = await read(requireLink(suite.workspace, cmisLink('typedescendants')));
    const idsIn = (of: XmlElement): readonly (string | undefined)[] =>
      entriesOf(of).flatMap((each) => {
        const below = child(child(each, CMISRA, 'children'), ATOM, 'feed');
        return [typeIdOf(each), ...(below ? idsIn(below) : [])];
      });
    const ids = idsIn(feed);
    expect(ids).toEqual(expect.arrayContaining(['cmis:document', 'D:cm:savedquery', 'P:cm:titled']));
    expect(ids).not.toContain(undefined);
  });

  it('690: are answered with all definitions of properties', async () => {
    const type = typeIn(await read(filled(templateOf(suite.workspace, 'typebyid'), { id: 'cmis:document' })));
    expect(definitionsOf(type)).toEqual(
      expect.arrayContaining(['cmis:name', 'cmis:objectId', 'cmis:versionLabel', 'cmis:contentStreamLength']),
    );
  });

  it('691: are changed by an entry that is put, with 200', async () => {
    created(await newType('at:changed'));
    const body = typeEntry(`<c:id>at:changed</c:id>${stringDefinition('at:more')}`);
    const answer = await suite.client.put('/type?id=at:changed', { body });
    expect([answer.status, typeIdOf(answer.root)]).toEqual([200, 'at:changed']);
    const definitions = definitionsOf(typeIn(await read('/type?id=at:changed')));
    expect(definitions).toEqual(expect.arrayContaining(['at:changedtext', 'at:more']));
    expect(definitionsOf(typeIn(answer.root))).toEqual(expect.arrayContaining(['at:more']));
  });

  it('692: are deleted with 204', async () => {
    const made = created(await newType('at:gone'));
    expect((await suite.client.delete(requireLink(made, 'self'))).status).toBe(204);
    expect(await statusOf('/type?id=at:gone')).toBe(404);
  });

  it('716: below one are its direct children alone, without those below them', async () => {
    const parent = await read('/type?id=cmis:document');
    const { root } = await suite.client.get(requireLink(parent, 'down', FEED));
    const entries = entriesOf(root);
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map((each) => childText(typeIn(each), CMIS, 'parentId')))).toEqual(
      new Set(['cmis:document']),
    );
    expect(entries.flatMap((each) => childrenNamed(each, CMISRA, 'children'))).toEqual([]);
  });
});
