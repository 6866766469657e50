import type { PropertyDefinition } from '../model/property-definition';
import { columnOf } from '../query/afts/bind';
import { matcherOf } from '../query/afts/pattern';
import type { AftsReading } from '../query/afts/query';
import type { SoughtText } from '../query/afts/sought';
import { fold } from '../text/folding';
import { propertyReader } from './object-properties';
import type { Highlighted, HighlightField } from './search-request';
import type { StoredObject } from './stored-object';

/** Shows where the words of a search are in an object's name and properties. */
export type Highlighter = (object: StoredObject) => readonly Highlighted[];

const SNIPPETS = 20;
const FRAGMENT_SIZE = 100;
/** Of a value, in UTF-16 units; nobody looks for what comes later. */
const MAX_ANALYZED = 5_000;
/** Phrases of one field. */
const MAX_PHRASES = 50;

interface Marked extends HighlightField {
  readonly property: PropertyDefinition;
  readonly phrases: readonly Phrase[];
}

/** Tells of each word of a phrase whether a folded word of the text is it. */
type Phrase = readonly ((word: string) => boolean)[];

/**
 * Words are found as they are written and by their beginnings, not in their other forms. Texts of contents are not
 * kept, so there is nothing to show of them, and fields that are no text of an object are left out.
 */
export function highlighter(
  reading: AftsReading,
  sought: readonly SoughtText[],
  fields: readonly HighlightField[],
): Highlighter {
  const marked = fields.flatMap((field): readonly Marked[] => {
    const property = columnOf(reading, field.field)?.property;
    if (!property || !['string', 'html', 'uri'].includes(property.propertyType)) return [];
    const phrases = phrasesOf(sought, property);
    const words = phrases.flatMap((phrase) => phrase.map((word) => [word]));
    return [{ ...field, property, phrases: field.singly === true ? words : phrases }];
  });
  return (object) =>
    marked.flatMap((field) => {
      const snippets = snippetsOf(field, object);
      return snippets.length === 0 ? [] : [{ field: field.field, snippets }];
    });
}

const phrasesOf = (sought: readonly SoughtText[], { id }: PropertyDefinition): readonly Phrase[] =>
  sought
    .filter(({ propertyId }) => propertyId === undefined || propertyId === id)
    .slice(0, MAX_PHRASES)
    .map(({ words }) => words.flatMap(matchersOf));

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** One for each word that a pattern is made of. A star alone says nothing about a word. */
function matchersOf(pattern: string): Phrase {
  const parts = [...pattern.matchAll(/(?:\\[*?\\]|[*?\p{L}\p{M}\p{N}])+/gu)].map(([part]) => part);
  return parts.flatMap((part) =>
    /[\p{L}\p{M}\p{N}]/u.test(part.replace(/\\./gu, '')) ? [matcherOf(fold(part.replace(/\\./gu, '')))] : [],
  );
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function snippetsOf(field: Marked, object: StoredObject): readonly string[] {
  const value = propertyReader(field.property).read(object);
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  const { snippetCount = SNIPPETS, maxAnalyzed = MAX_ANALYZED } = field;
  return texts.flatMap((text) => fragmentsOf(field, text.slice(0, maxAnalyzed))).slice(0, snippetCount);
}

function placesOf(text: string, phrases: readonly Phrase[]): readonly Place[] {
  const words = [...text.matchAll(WORD)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    folded: fold(match[0]),
  }));
  const found = new Set<number>();
  for (const phrase of phrases) {
    if (phrase.length === 0) continue;
    for (let at = 0; at + phrase.length <= words.length; at++) {
      const isHere = phrase.every((matches, index) => matches(words[at + index]?.folded ?? ''));
      if (isHere) phrase.forEach((_, index) => found.add(at + index));
    }
  }
  return words.filter((_, index) => found.has(index));
}

/** The whole text where it is short, else pieces around the words. */
function fragmentsOf(field: Marked, text: string): readonly string[] {
  const places = placesOf(text, field.phrases);
  const { fragmentSize = FRAGMENT_SIZE } = field;
  const fragments: Fragment[] = [];
  for (let index = 0; index < places.length;) {
    const first = places[index] as Place;
    const whole = text.length <= fragmentSize;
    const start = whole ? 0 : Math.max(0, first.start - Math.floor(fragmentSize / 4));
    const end = whole ? text.length : Math.max(first.end, Math.min(text.length, start + fragmentSize));
    const here = places.slice(index).filter((place) => place.end <= end);
    const last = fragments.at(-1);
    const touched = field.merge === true && last && start <= last.end ? fragments.pop() : undefined;
    fragments.push({ start: touched?.start ?? start, end, places: [...(touched?.places ?? []), ...here] });
    index += Math.max(1, here.length);
  }
  return fragments.map((fragment) => markedText(field, text, fragment));
}

interface Fragment extends Place {
  readonly places: readonly Place[];
}

function markedText({ prefix, postfix }: Marked, text: string, { start, end, places }: Fragment): string {
  let at = start;
  let marked = '';
  for (const place of places) {
    marked += `${text.slice(at, place.start)}${prefix}${text.slice(place.start, place.end)}${postfix}`;
    at = place.end;
  }
  return marked + text.slice(at, end);
}
