/** Feeds of objects and what they are made of. CMIS 1.1 §3.5.1. */
import type { ObjectSelection, ObjectView, Page, PageRequest, Tree } from '../../repository/values/object-view';
import { isHiddenIn10 } from '../cmis-1-0';
import { element } from '../xml/writer';
import { sendPieces, type Headers } from './answers';
import { xmlStyle, type Call } from './call';
import { atomId, objectEntry, type EntryParts, type EntryStyle } from './entries';
import { feedDocument, nestedEntries, numItems, pageLinks, withArguments, type FeedHead } from './feeds';
import { entryAddress, link, MEDIA_TYPES } from './links';
import { selectionArguments } from './selection';

export interface ObjectFeed {
  readonly status?: number;
  readonly headers?: Headers;
  readonly selection: ObjectSelection;
  /** What the feed is about; undefined: the repository as a whole. */
  readonly about?: ObjectView | undefined;
  /** Of a feed about nothing in particular. */
  readonly title: string;
  /** Relations of the feed besides `self`, paging and those of what it is about. */
  readonly links?: string;
  /** Markup before the entries. */
  readonly extras?: string;
  /** Elements behind each object. */
  readonly parts?: (view: ObjectView) => EntryParts;
}

/** A page of objects. */
export async function sendObjectPage(
  call: Call,
  feed: ObjectFeed & { readonly page: PageRequest },
  result: Page<ObjectView>,
): Promise<void> {
  const paging = pageLinks({ address: `${call.base}/${call.resource}`, query: call.query, page: feed.page }, result);
  const visible = shownOnly(call, result);
  await send(
    call,
    { ...feed, links: paging + (feed.links ?? ''), extras: (feed.extras ?? '') + numItems(visible) },
    visible.items,
  );
}

/** All objects there are. */
export async function sendObjectList(call: Call, feed: ObjectFeed, views: readonly ObjectView[]): Promise<void> {
  const visible = shownOnly(call, { items: views, hasMoreItems: false, numItems: views.length });
  await send(
    call,
    { ...feed, links: selfLink(call) + (feed.links ?? ''), extras: (feed.extras ?? '') + numItems(visible) },
    visible.items,
  );
}

/** Objects of 1.1 are left out in 1.0; where that shortens a page, nothing is said of the total. */
function shownOnly(call: Call, page: Page<ObjectView>): Page<ObjectView> {
  if (call.version === '1.1') return page;
  const items = page.items.filter((view) => !isHiddenIn10(view.object));
  return items.length === page.items.length ? page : { items, hasMoreItems: page.hasMoreItems };
}

const selfLink = (call: Call): string =>
  link('self', [withArguments(`${call.base}/${call.resource}`, call.query), MEDIA_TYPES.feed]);

async function send(call: Call, feed: ObjectFeed, views: readonly ObjectView[]): Promise<void> {
  const style = entryStyle(call, feed.selection);
  const { status = 200, headers = {} } = feed;
  await sendPieces(
    call,
    { status, headers, type: MEDIA_TYPES.feed },
    feedDocument(headOf(call, feed), entriesOf(views, style, feed)),
  );
}

function* entriesOf(views: readonly ObjectView[], style: EntryStyle, feed: ObjectFeed): Generator<string> {
  for (const view of views) yield objectEntry(view, style, feed.parts?.(view));
}

/** How entries of this request are written; their links go on asking for what it asked for. */
export function entryStyle(call: Call, selection: ObjectSelection): EntryStyle {
  return {
    ...xmlStyle(call),
    base: call.base,
    filter: selection.filter,
    selection: selectionArguments(call.query),
  };
}

function headOf(call: Call, feed: Pick<ObjectFeed, 'about' | 'title' | 'links' | 'extras'>): FeedHead {
  const object = feed.about?.object;
  return {
    id: object ? atomId(object.id) : `${call.base}/${call.resource}`,
    title: object ? object.name : feed.title,
    author: object ? object.createdBy : 'System',
    ...(object && { updated: object.modified }),
    links:
      link('service', [call.base, MEDIA_TYPES.service]) +
      (object ? aboutLinks(call, object.id) : '') +
      (feed.links ?? ''),
    extras: feed.extras ?? '',
  };
}

const aboutLinks = (call: Call, id: string): string =>
  link('via', [entryAddress(call.base, id), MEDIA_TYPES.entry], { id });

/** Relations of a folder's feeds; `kind` is which of them this one is. */
export function folderLinks(call: Call, folder: ObjectView, kind: 'children' | 'descendants' | 'foldertree'): string {
  const id = `?id=${encodeURIComponent(folder.object.id)}`;
  const { base } = call;
  return (
    (folder.object.parentKey === undefined ? '' : link('up', [`${base}/parent${id}`, MEDIA_TYPES.entry])) +
    (kind === 'children' ? '' : link('down', [`${base}/children${id}`, MEDIA_TYPES.feed])) +
    (kind === 'descendants' ? '' : link('down', [`${base}/descendants${id}`, MEDIA_TYPES.tree])) +
    (kind === 'foldertree'
      ? ''
      : link('http://docs.oasis-open.org/ns/cmis/link/200908/foldertree', [
          `${base}/foldertree${id}`,
          MEDIA_TYPES.feed,
        ]))
  );
}

/** What a feed takes when something is posted to it, RFC 5023 §8.3.3. */
export const acceptsEntries = (call: Call, title: string): string =>
  `<app:collection href="${hrefOf(call)}">${element('atom:title', title)}` +
  `<app:accept>${MEDIA_TYPES.entry}</app:accept><app:accept>application/cmisatom+xml;type=entry</app:accept></app:collection>`;

const hrefOf = (call: Call): string =>
  element('x', withArguments(`${call.base}/${call.resource}`, new Map([['id', call.query.get('id') ?? '']]))).slice(
    3,
    -4,
  );

/** A tree of objects below a folder. */
export async function sendObjectTree(call: Call, feed: ObjectFeed, trees: readonly Tree<ObjectView>[]): Promise<void> {
  const style = entryStyle(call, feed.selection);
  const nested = nestedEntries(trees, {
    isHidden: ({ object }) => call.version === '1.0' && isHiddenIn10(object),
    entry: (view) => objectEntry(view, style, feed.parts?.(view)),
    head: (view) => ({
      id: atomId(view.object.id),
      title: view.object.name,
      author: view.object.createdBy,
      updated: view.object.modified,
      links: link('self', [`${call.base}/children?id=${encodeURIComponent(view.object.id)}`, MEDIA_TYPES.feed]),
    }),
  });
  const head = headOf(call, { ...feed, links: selfLink(call) + (feed.links ?? '') });
  await sendPieces(call, { type: MEDIA_TYPES.feed }, feedDocument(head, nested));
}
