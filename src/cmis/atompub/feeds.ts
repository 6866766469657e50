/** Feeds, flat and nested, in pieces: a long one is never one text. CMIS 1.1 §3.5, §3.4.3 (paging). */
import type { Page, PageRequest, Tree } from '../../repository/values/object-view';
import type { Parameters } from '../parameters';
import { dateTimeText } from '../xml/lexical';
import { element, escapeXml, XML_DECLARATION } from '../xml/writer';
import { NAMESPACES } from './entries';
import { link, MEDIA_TYPES } from './links';

export interface FeedHead {
  /** An IRI. */
  readonly id: string;
  readonly title: string;
  readonly author: string;
  /** Milliseconds; now when it is not known. */
  readonly updated?: number;
  /** Markup of the links, `self` among them. */
  readonly links: string;
  /** Foreign elements: they come before the entries. */
  readonly extras?: string;
}

/** A whole document. */
export function* feedDocument(head: FeedHead, entries: Iterable<string>): Generator<string> {
  yield `${XML_DECLARATION}${feedStart(head, NAMESPACES)}`;
  yield* entries;
  yield '</atom:feed>';
}

function feedStart(head: FeedHead, namespaces = ''): string {
  return (
    `<atom:feed${namespaces}>` +
    `<atom:author><atom:name>${escapeXml(head.author)}</atom:name></atom:author>` +
    element('atom:id', head.id) +
    element('atom:title', head.title) +
    `<atom:updated>${dateTimeText(head.updated ?? Date.now())}</atom:updated>` +
    head.links +
    (head.extras ?? '')
  );
}

export interface Nesting<T> {
  readonly entry: (item: T) => string;
  /** Left out, with everything below it. */
  readonly isHidden?: (item: T) => boolean;
  /** Of the feed with what is below an item. */
  readonly head: (item: T) => FeedHead;
}

/**
 * Entries with the feeds of what is below them. Absence of a feed does not say that there is nothing. Walks without
 * recursion: a tree may be deeper than the stack.
 */
export function* nestedEntries<T>(trees: readonly Tree<T>[], nesting: Nesting<T>): Generator<string> {
  const open = [{ list: trees, next: 0 }];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const node = level.list[level.next];
    level.next += 1;
    if (!node) {
      open.pop();
      if (open.length > 0) yield `</atom:feed></cmisra:children>${ENTRY_END}`;
      continue;
    }
    const { item, children } = node;
    if (nesting.isHidden?.(item)) continue;
    const entry = nesting.entry(item);
    if (children.length === 0) {
      yield entry;
      continue;
    }
    yield `${entry.slice(0, -ENTRY_END.length)}<cmisra:children>${feedStart(nesting.head(item))}`;
    open.push({ list: children, next: 0 });
  }
}

const ENTRY_END = '</atom:entry>';

export const numItems = ({ numItems: total }: Pick<Page<unknown>, 'numItems'>): string =>
  total === undefined ? '' : `<cmisra:numItems>${total}</cmisra:numItems>`;

/** `self`, `first`, `previous`, `next` and `last` of a page; `address` is the feed's without a query. */
export function pageLinks(
  feed: { readonly address: string; readonly query: Parameters; readonly page: PageRequest },
  result: Pick<Page<unknown>, 'hasMoreItems' | 'numItems' | 'items'>,
): string {
  const { maxItems, skipCount } = feed.page;
  const at = (skip: number): readonly [string, string] => [
    withArguments(feed.address, feed.query, { skipCount: String(skip) }),
    MEDIA_TYPES.feed,
  ];
  let xml = link('self', [withArguments(feed.address, feed.query), MEDIA_TYPES.feed]);
  // A page of nothing is asked for its count: no other follows it.
  if (maxItems === 0) return xml;
  xml += link('first', at(0));
  if (skipCount > 0) xml += link('previous', at(Math.max(0, skipCount - maxItems)));
  if (result.hasMoreItems) xml += link('next', at(skipCount + result.items.length));
  if (result.numItems !== undefined) xml += link('last', at(lastPage(skipCount, maxItems, result.numItems)));
  return xml;
}

/** Pages keep their distance from this one. */
function lastPage(skipCount: number, maxItems: number, total: number): number {
  if (total <= 0) return 0;
  const offset = skipCount % maxItems;
  return total <= offset ? 0 : offset + Math.floor((total - 1 - offset) / maxItems) * maxItems;
}

/** The address with the request's arguments, some of them replaced. */
export function withArguments(
  feedAddress: string,
  query: Parameters,
  replaced: Readonly<Record<string, string>> = {},
): string {
  const given = new Map<string, string>();
  for (const [name, value] of query) given.set(NAMES.get(name) ?? name, value);
  for (const [name, value] of Object.entries(replaced)) given.set(name, value);
  const query_ = [...given]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query_.length === 0 ? feedAddress : `${feedAddress}?${query_.join('&')}`;
}

/** Arguments of feeds as the standard spells them; requests have them in any case. */
const NAMES = new Map(
  [
    'changeLogToken',
    'folderId',
    'includeACL',
    'includeAllowableActions',
    'includePathSegment',
    'includePolicyIds',
    'includeProperties',
    'includePropertyDefinitions',
    'includeRelationships',
    'includeRelativePathSegment',
    'includeSubRelationshipTypes',
    'maxItems',
    'orderBy',
    'relationshipDirection',
    'renditionFilter',
    'searchAllVersions',
    'skipCount',
    'typeId',
  ].map((name) => [name.toLowerCase(), name]),
);
