import { randomBytes } from 'node:crypto';
import { jobQueue } from '../../src/postgres/jobs/job-queue';
import { textIndex } from '../../src/postgres/jobs/text-index';
import { reindex, textHandler, type TextJobParts } from '../../src/jobs/text';
import { startJobRunner } from '../../src/jobs/runner';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { noText, type TextExtractor } from '../../src/text/text-extractor';
import { createTextExtractor } from '../../src/text/extractor';
import { maker, openTestRepository, speaking, type TestRepository } from '../support/repository';
import { scores, whoHas } from '../support/words';

let test: TestRepository;
let make: ReturnType<typeof maker>;
const patient = createTextExtractor();
beforeAll(async () => {
  test = await openTestRepository();
  make = maker(test, test.admin);
});
afterAll(async () => {
  await patient.close();
  await test.close();
});

/** A word that stands nowhere else. */
const fresh = (): string =>
  `w${randomBytes(8)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`;
const has = (term: string): Promise<readonly string[]> => whoHas(test, term);
const update = (object: StoredObject, properties: Readonly<Record<string, string | null>>) =>
  test.repository.updateProperties(test.admin, { objectId: object.id, properties });

describe('what is found the moment a write returns', () => {
  it.each([
    'report',
    'reports',
    'annual',
    '2020',
    '0042',
    'annual report',
    'INV-2020-0042',
    'inv*',
    '*port*',
    'ann?al',
  ])('a name by %s', async (term) => {
    const name = `${fresh()} annual_report INV-2020-0042.pdf`;
    await make.document({ name });
    expect(await has(term)).toContain(name);
  });

  it('names of folders and items, none of relationships', async () => {
    const [folder, item] = [fresh(), fresh()];
    await make.folder({ name: folder });
    await make.item({ name: item, in: test.rootId });
    expect([...(await has(folder)), ...(await has(item))]).toEqual([folder, item]);
  });

  it('folders that come with the repository', async () => {
    expect(await has('dictionary')).toContain('Data Dictionary');
  });

  it('content in all its forms and accents, and phrases', async () => {
    const word = fresh();
    await make.document({ name: word, text: `Die Größenänderungen of ${word} budgets were growing` });
    for (const term of [word, `${word} budgets`, `${word} budget`, `of ${word}`])
      expect(await has(term)).toEqual([word]);
    expect(await has(`budgets ${word}`)).toEqual([]);
    expect(await has('GROSSENANDERUNGEN')).toEqual([word]);
  });

  it('no phrase that leads from the name to the content', async () => {
    const [one, other] = [fresh(), fresh()];
    await make.document({ name: one, text: other });
    expect(await has(`${one} ${other}`)).toEqual([]);
  });

  it('properties, and no longer when they change', async () => {
    const [before, after] = [fresh(), fresh()];
    const document = await make.document({
      name: fresh(),
      text: before,
      properties: { 'cmis:description': before, 'cmis:secondaryObjectTypeIds': ['P:cm:titled'] },
    });
    await update(document, { 'cmis:description': after });
    expect(await has(after)).toEqual([document.name]);
    // The content still has it.
    expect(await has(before)).toEqual([document.name]);
    await test.repository.setContentStream(test.admin, {
      objectId: document.id,
      content: await test.content('nothing'),
      overwriteFlag: true,
    });
    expect(await has(before)).toEqual([]);
    await update(document, { 'cmis:name': before });
    expect(await has(before)).toEqual([before]);
    expect(await has(document.name)).toEqual([]);
  });

  it('long content, with phrases across its parts and a name that changes', async () => {
    const words = Array.from({ length: 12_000 }, (_, n) => `n${n}x the`);
    const [name, renamed] = [fresh(), fresh()];
    const document = await make.document({ name, text: words.join(' ') });
    for (const at of [0, 249, 250, 251, 5999, 11_998]) expect(await has(`n${at}x the n${at + 1}x`)).toContain(name);
    await update(document, { 'cmis:name': renamed });
    expect(await has('n11999x')).toEqual([renamed]);
    const rows = await test.database.run({
      text: `select count(*), max(length(words)), bool_or(whole) from fulltext where object_id = ${document.key}`,
    });
    expect(Number(rows[0]?.[0])).toBeGreaterThan(10);
    expect(rows[0]?.[2]).toBe('f');
    expect(document.content?.textState).toBe('done');
  });

  it('names before properties before content, with scores between 0 and 1', async () => {
    const word = fresh();
    const named = await make.document({ name: `${word} one` });
    const described = await make.document({
      name: fresh(),
      properties: { 'cmis:description': word, 'cmis:secondaryObjectTypeIds': ['P:cm:titled'] },
    });
    const written = await make.document({ name: fresh(), text: `${word} ${'and more '.repeat(30)}` });
    const found = await scores(test, word);
    const order = [named, described, written].map((document) => found[document.name] ?? NaN);
    expect(order).toEqual([...order].sort((one, other) => other - one));
    for (const score of order) expect(score > 0 && score < 1).toBe(true);
  });

  it('nothing of what is deleted', async () => {
    const word = fresh();
    const document = await make.document({ name: word, text: word });
    await test.repository.deleteObject(test.admin, { objectId: document.id, allVersions: true });
    expect(await has(word)).toEqual([]);
  });

  it('nothing of types that are not indexed', async () => {
    const word = fresh();
    await test.repository.createType(test.admin, {
      id: 'x:silent',
      parentId: 'cmis:document',
      fulltextIndexed: false,
      propertyDefinitions: [],
    });
    const document = await make.document({ name: word, type: 'x:silent', text: word });
    expect(await has(word)).toEqual([]);
    // A copy of a type that is indexed has to look for itself.
    const copy = fresh();
    await test.repository.createDocumentFromSource(test.admin, {
      sourceId: document.id,
      folderId: test.rootId,
      properties: { 'cmis:name': copy, 'cmis:objectTypeId': 'cmis:document' },
    });
    expect(await has(copy)).toEqual([copy]);
    await runJobs();
    expect(await has(word)).toEqual([copy]);
  });
});

describe('versions and working copies', () => {
  it('keep words of their own through check-out, check-in and deletion', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    const name = fresh();
    const document = await make.document({ name, text: `${one} ${'long text here '.repeat(3000)}` });
    const copy = (await test.repository.checkOut(test.admin, document.id)).object;
    expect(await has(one)).toEqual([name, copy.name].sort());
    await test.repository.setContentStream(test.admin, {
      objectId: copy.id,
      content: await test.content(two),
      overwriteFlag: true,
    });
    expect(await has(one)).toEqual([name]);
    expect(await has(two)).toEqual([copy.name]);
    const checkedIn = await test.repository.checkIn(test.admin, { objectId: copy.id, major: true, properties: {} });
    expect(await has(one)).toEqual([`${name}@1.0`]);
    expect(await has(two)).toEqual([name]);
    const written = await test.repository.setContentStream(speaking(test.admin, 'alfresco'), {
      objectId: checkedIn.object.id,
      content: await test.content(three),
      overwriteFlag: true,
    });
    expect(await has(two)).toEqual([`${name}@2.0`]);
    await test.repository.deleteObject(test.admin, { objectId: written.view.object.id, allVersions: false });
    expect(await has(three)).toEqual([]);
    expect(await has(two)).toEqual([name]);
    await test.repository.deleteObject(test.admin, { objectId: `${document.series};1.0`, allVersions: false });
    expect(await has(one)).toEqual([]);
    const rows = await test.database.run({ text: `select version_id from fulltext where object_id = ${document.key}` });
    expect(rows).toEqual([['0']]);
  });

  it('lose nothing when a check-out is cancelled', async () => {
    const word = fresh();
    const document = await make.document({ name: fresh(), text: word });
    const copy = (await test.repository.checkOut(test.admin, document.id)).object;
    await test.repository.cancelCheckOut(test.admin, copy.id);
    expect(await has(word)).toEqual([document.name]);
  });

  it('are all made of the words of the parts that were appended, once the last one is there', async () => {
    const [left, right] = ['abcdef', 'ghijkl'];
    const document = await make.document({ name: fresh() });
    for (const [text, isLastChunk] of [
      [`first ${left}`, false],
      [`${right} last`, true],
    ] as const) {
      await test.repository.appendContentStream(test.admin, {
        objectId: document.id,
        content: await test.content(text),
        isLastChunk,
      });
    }
    expect(await has(left + right)).toEqual([document.name]);
  });
});

describe('languages', () => {
  it('are the repository’s unless a document says otherwise, at once and in the index of all', async () => {
    const word = fresh();
    const document = await make.document({ name: word, text: `${word} Häuser running` });
    expect(await has(`${word} Haus`)).toEqual([]);
    await update(document, { 'triptych:language': 'de' });
    expect(await has(`${word} Haus`)).toEqual([word]);
    expect(await has(`${word} hauser runs`)).toEqual([]);
    await update(document, { 'triptych:language': null });
    expect(await has(`${word} Haus`)).toEqual([]);
    expect(await has(`${word} hauser runs`)).toEqual([word]);
  });

  it('are those that there are stems for', async () => {
    const document = await make.document({ name: fresh() });
    await expect(update(document, { 'triptych:language': 'xx' })).rejects.toMatchObject({ code: 'constraint' });
  });
});

const parts = (extractor: TextExtractor = patient): TextJobParts => ({
  index: textIndex(test.database),
  extractor,
  sourceOf: (content) => ({ ...content, open: () => test.open(content.pieces) }),
});

/** Does what is waiting. */
async function runJobs(extractor?: TextExtractor): Promise<void> {
  const errors: unknown[] = [];
  const runner = startJobRunner({
    queue: jobQueue(test.database),
    handlers: { text: textHandler(parts(extractor)) },
    pollMs: 20,
    onError: (error) => errors.push(error),
  });
  for (;;) {
    await test.database.run({ text: `update jobs set run_at = now() where lease_until is null` });
    if ((await test.database.run({ text: `select from jobs where kind = 'text'` })).length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await runner.stop();
  expect(errors).toEqual([]);
}

describe('what an upload does not wait for', () => {
  const state = async (object: StoredObject): Promise<unknown> =>
    (await test.repository.getObject(test.admin, { objectId: object.id, selection: SELECTION })).object.content
      ?.textState;
  const SELECTION = {
    includeAllowableActions: false,
    includeRelationships: 'none',
    includePolicyIds: false,
    includeACL: false,
    includePathSegment: false,
  } as const;
  /** What is kept of what contents of the object say. */
  const said = async ({ key }: StoredObject): Promise<readonly unknown[]> =>
    (
      await test.database.run({
        text: `select left(t.text, 30), length(t.text) from content_texts t
          where t.content_id in (select content_id from objects where id = ${key} union select content_id from versions where object_id = ${key})`,
      })
    ).map(([text, length]) => [text, Number(length)]);
  const long = (word: string): string => `${word} ${'so much to read '.repeat(10_000)}`;

  it('is pending, is copied so, and is found by a job for all who have it', async () => {
    const impatient = await openTestRepository({ text: { quick: { milliseconds: 1 } } });
    const before = test;
    test = impatient;
    try {
      const word = fresh();
      const mine = maker(impatient, impatient.admin);
      const document = await mine.document({ name: 'slow', text: long(word) });
      const copy = (await impatient.repository.checkOut(impatient.admin, document.id)).object;
      expect([await state(document), await state(copy)]).toEqual(['pending', 'pending']);
      expect([await has(word), await said(copy)]).toEqual([[], []]);
      expect(await has('slow')).toEqual(['slow', copy.name]);
      await runJobs();
      expect([await state(document), await state(copy)]).toEqual(['done', 'done']);
      expect(await has(word)).toEqual(['slow', copy.name]);
      expect(await said(copy)).toEqual([[long(word).slice(0, 30), long(word).trim().length]]);
    } finally {
      test = before;
      await impatient.close();
    }
  });

  it('is tried again, and given up in the end, with a reason for operators', async () => {
    const document = await make.document({ name: fresh() });
    await test.repository.appendContentStream(test.admin, {
      objectId: document.id,
      content: await test.content('begun'),
      isLastChunk: false,
    });
    expect(await state(document)).toBe('pending');
    await runJobs({ ...patient, extractPatiently: () => Promise.resolve(noText('failed', 'It is broken.')) });
    expect([await state(document), await said(document)]).toEqual(['failed', []]);
    expect(await textIndex(test.database).countStates()).toMatchObject({ failed: 1 });
  });

  it('is all built anew on demand', async () => {
    const word = fresh();
    const document = await make.document({ name: word, text: long(word) });
    const copy = (await test.repository.checkOut(test.admin, document.id)).object;
    await test.repository.checkIn(test.admin, { objectId: copy.id, major: true, properties: {} });
    const before = await test.database.run({
      text: `select * from fulltext where object_id = ${document.key} order by version_id, part`,
    });
    const saidBefore = await said(document);
    expect(saidBefore).toHaveLength(1);
    await test.database.run({ text: 'delete from fulltext' });
    await test.database.run({ text: 'delete from content_texts' });
    const done: number[] = [];
    await reindex(parts(), {
      signal: new AbortController().signal,
      onProgress: (progress) => void done.push(progress.done),
    });
    const after = await test.database.run({
      text: `select * from fulltext where object_id = ${document.key} order by version_id, part`,
    });
    expect(after).toEqual(before);
    expect(await said(document)).toEqual(saidBefore);
    expect(done.at(-1)).toBe(await textIndex(test.database).countOwners());
  });
});
