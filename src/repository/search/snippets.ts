/** Pieces of a text around places in it. */
import type { HighlightField } from '../contract/search-request';
import type { Place } from './sought-places';

const SNIPPETS = 20;
const FRAGMENT_SIZE = 100;

export interface SnippetOptions extends Pick<HighlightField, 'prefix' | 'postfix' | 'merge'> {
  readonly count: number;
  /** Of a piece, about, in UTF-16 units. */
  readonly size: number;
}

/** What a client asks of snippets, with what holds where it says nothing: twenty pieces of a hundred characters. */
export const snippetOptions = (field: HighlightField): SnippetOptions => ({
  prefix: field.prefix,
  postfix: field.postfix,
  merge: field.merge ?? false,
  count: field.snippetCount ?? SNIPPETS,
  size: field.fragmentSize ?? FRAGMENT_SIZE,
});

/** Tells when places that come in the order of a text are enough for all its snippets. */
export function enoughFor({ count, size, merge = false }: SnippetOptions): (place: Place) => boolean {
  let pieces = 0;
  let end = -1;
  return ({ start }) => {
    if (start <= end) return false;
    end = start + size;
    return !merge && ++pieces > count;
  };
}

interface Fragment extends Place {
  readonly places: readonly Place[];
}

/** The whole text where it is short, else pieces around the places. */
export function snippetsOf(text: string, places: readonly Place[], options: SnippetOptions): readonly string[] {
  const { size } = options;
  const fragments: Fragment[] = [];
  for (let index = 0; index < places.length && fragments.length <= options.count;) {
    const first = places[index] as Place;
    const { start, end } = text.length <= size ? { start: 0, end: text.length } : around(text, first, size);
    let beyond = index;
    while (beyond < places.length && (places[beyond] as Place).end <= end) beyond += 1;
    const here = places.slice(index, beyond);
    const last = fragments.at(-1);
    const touches = last !== undefined && text.slice(last.end, start).trim() === '';
    const touched = options.merge === true && touches ? fragments.pop() : undefined;
    fragments.push({ start: touched?.start ?? start, end, places: [...(touched?.places ?? []), ...here] });
    index += Math.max(1, here.length);
  }
  return fragments.slice(0, options.count).map((fragment) => markedText(options, text, fragment));
}

/** A piece with a place, cut between words where there are blanks. */
function around(text: string, place: Place, size: number): Place {
  const start = Math.max(0, place.start - Math.floor(size / 4));
  const end = Math.max(place.end, Math.min(text.length, start + size));
  const firstBlank = /^\s?$/u.test(text.charAt(start - 1)) ? -1 : text.slice(start, place.start).search(/\s/u);
  const lastBlank = /^\s?$/u.test(text.charAt(end)) ? -1 : text.slice(place.end, end).search(/\s\S*$/u);
  return {
    start: firstBlank < 0 ? wholeCharacter(text, start) : start + firstBlank + 1,
    end: lastBlank < 0 ? wholeCharacter(text, end) : place.end + lastBlank,
  };
}

/** Never between the halves of a character. */
const wholeCharacter = (text: string, at: number): number => (/[\udc00-\udfff]/u.test(text.charAt(at)) ? at + 1 : at);

function markedText({ prefix, postfix }: SnippetOptions, text: string, { start, end, places }: Fragment): string {
  let at = start;
  let marked = '';
  for (const place of places) {
    marked += `${text.slice(at, place.start)}${prefix}${text.slice(place.start, place.end)}${postfix}`;
    at = place.end;
  }
  return marked + text.slice(at, end);
}
