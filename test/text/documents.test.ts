import { openTestRepository, type TestRepository } from '../support/repository';
import { hostileDocuments, sampleDocuments, type SampleDocument } from '../support/sample-documents';
import { whoHas } from '../support/words';

let test: TestRepository;
beforeAll(async () => {
  test = await openTestRepository();
});
afterAll(() => test.close());

async function upload({ bytes, mimeType, fileName }: SampleDocument): Promise<string | undefined> {
  const { object } = await test.repository.createDocument(test.admin, {
    folderId: test.rootId,
    properties: { 'cmis:name': fileName, 'cmis:objectTypeId': 'cmis:document' },
    content: await test.content(bytes, { mimeType, fileName }),
  });
  return object.content?.textState;
}

it('finds each word of 200 documents of all formats the moment they are there, whatever is among them', async () => {
  const seeds = 'abcdefgh'.split('').map((letter) => `s${letter}`);
  const samples = [...seeds.flatMap(sampleDocuments), ...hostileDocuments()];
  expect(samples.length).toBeGreaterThan(200);
  const waiting = [...samples];
  const unexpected: string[] = [];
  const worker = async (): Promise<void> => {
    for (let sample = waiting.pop(); sample; sample = waiting.pop()) {
      const state = await upload(sample);
      // On a machine that is busy with other things a job may have to do it.
      if (state !== sample.state && state !== 'pending') unexpected.push(`${sample.fileName}: ${state}`);
      if (state === 'pending') continue;
      for (const word of sample.words) {
        const found = await whoHas(test, word);
        if (found.length !== 1 || found[0] !== sample.fileName) unexpected.push(`${word}: ${found.join()}`);
      }
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  expect(unexpected).toEqual([]);
}, 300_000);
