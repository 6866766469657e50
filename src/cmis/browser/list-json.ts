/** Pages, trees, parents and change events: objects among others, CMIS 1.1 §5.4. */
import type { ChangeEventView, ChangesPage } from '../../repository/contract/change-view';
import type { ObjectView, Page, PropertyFilter, Tree } from '../../repository/values/object-view';
import { dateTimeJson, listJson, stringJson } from './json-value';
import { gathered, isPiece, listPieces, type JsonText } from './json-text';
import { extraMembers, objectJson, objectMembers, propertyOpening, type JsonStyle } from './object-json';

/** `,"hasMoreItems":…` and, where it was counted, `,"numItems":…`. */
export function pageMembers(page: { readonly hasMoreItems: boolean; readonly numItems?: number }): string {
  const more = `,"hasMoreItems":${page.hasMoreItems}`;
  return page.numItems === undefined ? more : `${more},"numItems":${page.numItems}`;
}

/** A page whose items are the member `name`. */
export function pageJson<T>(name: string, page: Page<T>, write: (item: T) => string): JsonText {
  const { items } = page;
  return gathered(listPieces({ before: `{"${name}":`, items, write, after: `${pageMembers(page)}}` }));
}

/** `objectList` */
export function objectListJson(page: Page<ObjectView>, style: JsonStyle, filter?: PropertyFilter): JsonText {
  return pageJson('objects', page, (view) => objectJson(view, style, filter));
}

/** `objectInFolderList` */
export function childrenJson(page: Page<ObjectView>, style: JsonStyle, filter?: PropertyFilter): JsonText {
  return pageJson('objects', page, (view) => objectInFolderJson(view, style, filter));
}

function objectInFolderJson(view: ObjectView, style: JsonStyle, filter?: PropertyFilter): string {
  return `{"object":${objectJson(view, style, filter)}${segmentMember('pathSegment', view)}}`;
}

const segmentMember = (name: string, view: ObjectView): string =>
  view.pathSegment === undefined ? '' : `,"${name}":${stringJson(view.pathSegment)}`;

/** List of `objectContainer`. Walks without recursion: a tree may be deeper than the stack. */
export function treeJson(trees: readonly Tree<ObjectView>[], style: JsonStyle, filter?: PropertyFilter): JsonText {
  return gathered(treePieces(trees, (view) => objectInFolderJson(view, style, filter)));
}

function* treePieces(trees: readonly Tree<ObjectView>[], write: (view: ObjectView) => string): Generator<string, void> {
  let json = '[';
  const open = [{ list: trees, next: 0 }];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const node = level.list[level.next];
    if (!node) {
      open.pop();
      json += open.length === 0 ? ']' : ']}';
      continue;
    }
    if (level.next > 0) json += ',';
    level.next += 1;
    json += `{"object":${write(node.item)}`;
    if (node.children.length === 0) json += '}';
    else {
      json += ',"children":[';
      open.push({ list: node.children, next: 0 });
    }
    if (isPiece(json)) {
      yield json;
      json = '';
    }
  }
  yield json;
}

/** List of `objectParent` */
export function parentsJson(parents: readonly ObjectView[], style: JsonStyle, filter?: PropertyFilter): string {
  const segment = (view: ObjectView): string => segmentMember('relativePathSegment', view);
  return listJson(parents, (view) => `{"object":${objectJson(view, style, filter)}${segment(view)}}`);
}

/** What change events show of their objects; without properties that is the id. */
interface Shown {
  readonly includeProperties: boolean;
  readonly filter?: PropertyFilter | undefined;
}

/** `objectList` whose objects tell what happened to them. */
export function changesJson(page: ChangesPage, style: JsonStyle, shown: Shown): JsonText {
  const token =
    page.latestChangeLogToken === undefined ? '' : `,"changeLogToken":${stringJson(page.latestChangeLogToken)}`;
  return gathered(
    listPieces({
      before: '{"objects":',
      items: page.events,
      write: (event) => changeEventJson(event, style, shown),
      after: `${pageMembers(page)}${token}}`,
    }),
  );
}

function changeEventJson(event: ChangeEventView, style: JsonStyle, shown: Shown): string {
  const { view, objectId } = event;
  const members =
    view && shown.includeProperties
      ? objectMembers(view, style, shown.filter)
      : bareObject(objectId, style) + (view ? extraMembers(view, style) : '');
  const time = dateTimeJson(event.changeTime, style.dateTimeFormat);
  return `{${members},"changeEventInfo":{"changeType":"${event.changeType}","changeTime":${time}}}`;
}

function bareObject(objectId: string, style: JsonStyle): string {
  const definition = style.types.property('cmis:objectId');
  if (style.succinct || !definition) return `"succinctProperties":{"cmis:objectId":${stringJson(objectId)}}`;
  return `"properties":{"cmis:objectId":${propertyOpening('cmis:objectId', definition)}${stringJson(objectId)}}}`;
}
