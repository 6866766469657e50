/** Many objects changed by one request, CMIS 1.1 §3.8.6. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { BulkUpdated } from '../../repository/contract/bulk-update';
import { dateTimeText } from '../xml/lexical';
import { CMIS, CMISRA } from '../xml/namespaces';
import { child, childrenNamed, childText } from '../xml/tree';
import { element } from '../xml/writer';
import { sendPieces } from './answers';
import type { Call } from './call';
import { atomId, textProperties } from './entries';
import { readProperties, withEntry } from './entry-reader';
import { HttpError } from './error-response';
import { feedDocument } from './feeds';
import { link, MEDIA_TYPES } from './links';

/**
 * POST of an entry with `cmisra:bulkUpdate`; answers with a feed of what was updated, CMIS 1.1 §3.8.6.1.
 * @throws HttpError 422 without such an element; CmisError `notSupported` for CMIS 1.0.
 */
export function postBulkUpdate(call: Call): Promise<void> {
  if (call.version === '1.0') throw new CmisError('notSupported', 'CMIS 1.0 has no bulk update.');
  return withEntry(call, async ({ root }) => {
    const update = child(root, CMISRA, 'bulkUpdate');
    if (!update) throw new HttpError('unprocessable', 'The entry has no cmisra:bulkUpdate.');
    const types = call.repository.knownTypes();
    const ids = (local: string): readonly string[] => childrenNamed(update, CMIS, local).map(({ text }) => text.trim());
    const updated = await call.repository.bulkUpdateProperties(call.request, {
      objects: childrenNamed(update, CMIS, 'objectIdAndChangeToken').map((object) => {
        const objectId = childText(object, CMIS, 'id')?.trim();
        if (!objectId) throw invalidArgument('An object of the bulk update has no id.');
        const changeToken = childText(object, CMIS, 'changeToken')?.trim();
        return { objectId, ...(changeToken && { changeToken }) };
      }),
      properties: Object.fromEntries(readProperties([child(update, CMIS, 'properties')], types)),
      addSecondaryTypeIds: ids('addSecondaryTypeIds'),
      removeSecondaryTypeIds: ids('removeSecondaryTypeIds'),
    });
    await sendUpdated(call, updated);
  });
}

/** Objects that were changed, under the ids that the client gave. */
async function sendUpdated(call: Call, updated: readonly BulkUpdated[]): Promise<void> {
  const feed = `${call.base}/update`;
  const now = dateTimeText(Date.now());
  const links = link('service', [call.base, MEDIA_TYPES.service]) + link('self', [feed, MEDIA_TYPES.feed]);
  const entries = updated.map(
    ({ id, changeToken }) =>
      `<atom:entry><atom:author><atom:name>System</atom:name></atom:author>${element('atom:id', atomId(id))}` +
      `${element('atom:title', id)}<atom:updated>${now}</atom:updated>` +
      `<cmisra:object>${textProperties({ 'cmis:objectId': id, 'cmis:changeToken': changeToken })}</cmisra:object></atom:entry>`,
  );
  const head = { id: feed, title: 'Updated objects', author: 'System', links };
  await sendPieces(call, { status: 201, type: MEDIA_TYPES.feed }, feedDocument(head, entries));
}
