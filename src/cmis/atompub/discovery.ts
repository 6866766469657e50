/** Queries and the change log. CMIS 1.1 §3.8.2, §3.10.2, §3.7.1.1.4. */
import { invalidArgument } from '../../model/errors';
import type { Page, PageRequest } from '../../repository/values/object-view';
import type { QueryRow } from '../../repository/contract/query-request';
import { isUnknownIn10 } from '../cmis-1-0';
import {
  booleanParameter,
  objectSelection,
  pageRequest,
  propertyFilter,
  textParameter,
  type Parameters,
} from '../parameters';
import { dateTimeText } from '../xml/lexical';
import { CHEMISTRY } from '../xml/namespaces';
import { readQuery, rowWriter } from '../xml/query-xml';
import { element, escapeXml } from '../xml/writer';
import { sendPieces, type Headers } from './answers';
import { xmlStyle, type Call } from './call';
import { changeEntry, type EntryStyle } from './entries';
import { feedDocument, numItems, pageLinks, withArguments } from './feeds';
import { link, MEDIA_TYPES } from './links';
import { QUERY, readDocument } from './request-document';

/** GET of what a statement in the address finds, a feed; CMIS 1.1 §3.7.1.1.4. */
export const getQuery = (call: Call): Promise<void> => runQuery(call, call.query, 200);

/** The answer is the feed itself; its address is the same query as a GET. */
export async function postQuery(call: Call): Promise<void> {
  const parameters = new Map(readQuery(await readDocument(call.req, QUERY)));
  const statement = parameters.get('statement');
  parameters.delete('statement');
  if (statement !== undefined) parameters.set('q', statement);
  await runQuery(call, parameters, 201);
}

async function runQuery(call: Call, parameters: Parameters, status: number): Promise<void> {
  const statement = textParameter(parameters, 'q') ?? textParameter(parameters, 'statement');
  if (statement === undefined) throw invalidArgument('The statement of the query is missing.');
  const page = pageRequest(parameters, call.parts.limits.objectsDefaultMaxItems);
  const rows = await call.repository.query(call.request, {
    statement,
    searchAllVersions: booleanParameter(parameters, 'searchAllVersions', false),
    selection: objectSelection(new Map([...parameters].filter(([name]) => name !== 'filter'))),
    page,
    ...(call.version === '1.0' && { isUnknown: isUnknownIn10 }),
  });
  await sendRows(call, { parameters, page, status }, rows);
}

const LONGEST_LOCATION = 4000;

async function sendRows(
  call: Call,
  query: { readonly parameters: Parameters; readonly page: PageRequest; readonly status: number },
  rows: Page<QueryRow>,
): Promise<void> {
  const feed = `${call.base}/query`;
  const location = withArguments(feed, query.parameters);
  const head = {
    id: location,
    title: 'Query',
    author: 'System',
    links:
      link('service', [call.base, MEDIA_TYPES.service]) +
      pageLinks({ address: feed, query: query.parameters, page: query.page }, rows),
    extras: numItems(rows),
  };
  // Headers have an end, statements need not.
  const header = location.length > LONGEST_LOCATION ? feed : location;
  const headers: Headers = query.status === 201 ? { Location: header, 'Content-Location': header } : {};
  const write = rowWriter(xmlStyle(call));
  const now = dateTimeText(Date.now());
  const entries = function* (): Generator<string> {
    let number = query.page.skipCount;
    for (const row of rows.items) {
      number += 1;
      yield (
        rowEntry(row, { id: `${escapeXml(location)}#${number}`, title: String(number), now }) +
        `${write(row)}</cmisra:object></atom:entry>`
      );
    }
  };
  await sendPieces(call, { status: query.status, headers, type: MEDIA_TYPES.feed }, feedDocument(head, entries()));
}

/** As much as Atom demands: a row need not be an object. */
function rowEntry(
  row: QueryRow,
  { id, title, now }: { readonly id: string; readonly title: string; readonly now: string },
): string {
  const name = row.columns().find((column) => column.definition?.id === 'cmis:name')?.value;
  return (
    `<atom:entry><atom:author><atom:name>System</atom:name></atom:author><atom:id>${id}</atom:id>` +
    `${element('atom:title', typeof name === 'string' ? name : title)}<atom:updated>${now}</atom:updated><cmisra:object>`
  );
}

/** GET of the change log after a token, a feed; CMIS 1.1 §3.10.2. */
export async function getChanges(call: Call): Promise<void> {
  const { query } = call;
  const changeLogToken = textParameter(query, 'changeLogToken');
  const filter = propertyFilter(query.get('filter'));
  const includeProperties = booleanParameter(query, 'includeProperties', false);
  const changes = await call.repository.getContentChanges(call.request, {
    maxItems: pageRequest(query, call.parts.limits.contentChangesDefaultMaxItems).maxItems,
    includeProperties,
    includePolicyIds: booleanParameter(query, 'includePolicyIds', false),
    includeACL: booleanParameter(query, 'includeACL', false),
    ...(changeLogToken !== undefined && { changeLogToken }),
    ...(filter && { filter }),
  });
  const style: EntryStyle = { ...xmlStyle(call), base: call.base, filter, selection: '' };
  const feed = `${call.base}/changes`;
  const token = changes.latestChangeLogToken;
  const head = {
    id: feed,
    title: 'Changes',
    author: 'System',
    links:
      link('service', [call.base, MEDIA_TYPES.service]) +
      link('self', [withArguments(feed, query), MEDIA_TYPES.feed]) +
      (changes.hasMoreItems && token !== undefined
        ? link('next', [withArguments(feed, query, { changeLogToken: token }), MEDIA_TYPES.feed])
        : ''),
    extras:
      token === undefined
        ? ''
        : `<chemistry:changeLogToken xmlns:chemistry="${CHEMISTRY}">${escapeXml(token)}</chemistry:changeLogToken>`,
  };
  const entries = changes.events.map((event) => changeEntry(event, style, includeProperties));
  await sendPieces(call, { type: MEDIA_TYPES.feed }, feedDocument(head, entries));
}
