import type { ContentStore } from '../../content/content-store';
import type { Staging } from '../../content/staging';
import type { TextExtractor } from '../../text/text-extractor';
import { openPieces } from './content-stream';
import { withWords } from './content-text';
import { lockObject } from '../access/found';
import type { UpdatedObject } from '../contract/updated-object';
import type { Request } from '../contract/request';
import type { Transactor } from '../storage/storage';
import { plainView } from '../access/views';

export interface JoinParts {
  readonly transactor: Transactor;
  readonly store: ContentStore;
  readonly staging: Staging;
  readonly text: TextExtractor;
}

/**
 * Makes one piece, with its hash, of a content that was appended in many, once its last chunk has come. Bytes are
 * copied outside any transaction; when the document changed meanwhile its content stays as it is, which reads the same.
 */
export async function joinContent(parts: JoinParts, request: Request, updated: UpdatedObject): Promise<UpdatedObject> {
  const { object } = updated.view;
  const { content } = object;
  if (!content || content.pieces.length < 2) return updated;
  const bytes = await parts.staging.stage(await openPieces(parts.store, content));
  try {
    const { mimeType, fileName } = content;
    const { text } = await withWords(parts, { ...bytes, mimeType, fileName }, object.name);
    return await parts.transactor.write(request.caller, async (uow) => {
      const now = await lockObject(uow, object.id);
      if (now.content?.key !== content.key) return updated;
      const contentKey = await uow.writer.claim({ ...bytes, ...(text && { text }) });
      const joined = await uow.writer.update(now, {
        content: { contentKey, mimeType, fileName, ...(text && { text }) },
        silent: true,
      });
      return { ...updated, view: plainView(joined) };
    });
  } finally {
    await parts.staging.release(bytes.key);
  }
}
