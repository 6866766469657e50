/** Words of contents that come back into the index, because the properties of an object want it again. */
import { isContentIndexed } from '../../model/index-control';
import type { StoredObject } from '../../repository/values/stored-object';
import { noText, type ContentText } from '../../text/text-extractor';
import { contentIndex } from '../../text/word-index';
import type { Statement } from '../connection/database';
import type { Session } from '../unit/session';
import { copyText, textRows, writeText } from './fulltext';

/** Longer ones keep others waiting while words are made of them: a job does it. */
const MAX_CHARACTERS = 500_000;

// $1 content, $2 greatest length
const KEPT: Statement = {
  name: 'kept-text',
  text: `select c.text_state, t.text from contents c
    left join content_texts t on t.content_id = c.id and octet_length(t.text) <= $2 where c.id = $1`,
};

/** Whether the words of the content are wanted again. */
export const returns = (before: StoredObject, after: StoredObject): boolean =>
  isContentIndexed(after.properties) && !isContentIndexed(before.properties);

/** Writes all words of the object; those of a content that says much by a job, unless they stand somewhere else, too. */
export async function writeAgain({ executor, types }: Session, object: StoredObject): Promise<void> {
  const { key, content } = object;
  const [row] = content ? await executor.run(KEPT, [content.key, MAX_CHARACTERS]) : [];
  const text = row && wordsOf(row[0], row[1]);
  await writeText(executor, { objectKey: key, rows: textRows(types, object, text), keepsContent: false });
  if (content && !text) await copyText(executor, key, content.key);
}

/** Undefined: they are not known here. */
function wordsOf(state: string | null | undefined, text: string | null | undefined): ContentText | undefined {
  if (state === 'none' || state === 'failed') return noText(state);
  if (state !== 'done' || text === null || text === undefined) return undefined;
  const index = contentIndex();
  index.addText(text);
  return { state, ...index.finish() };
}
