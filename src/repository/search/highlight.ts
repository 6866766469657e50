import type { PropertyDefinition } from '../../model/property-definition';
import { columnOf } from '../../query/afts/bind';
import { meaningOf } from '../../query/afts/fields';
import type { AftsReading } from '../../query/afts/query';
import type { SoughtText } from '../../query/afts/sought';
import { propertyReader } from '../values/object-properties';
import type { Highlighted, HighlightField } from '../contract/search-request';
import { enoughFor, snippetOptions, snippetsOf } from './snippets';
import { expressionOf, phraseOf, placesIn, placesInName, type Forms, type Phrase } from './sought-places';
import type { HitText, QueryReader, TextsAsked } from '../storage/queries';
import type { StoredObject } from '../values/stored-object';

/** Of a property's value, in UTF-16 units; nobody looks for what comes later. */
const MAX_ANALYZED = 5_000;
/** Of a content, from a little before the first word, in characters. */
const MAX_CONTENT = 50_000;
/** Of all contents of a page. */
const MAX_CONTENTS = 5_000_000;
/** The same, where the first word is looked for. */
const MAX_REACH = 20_000_000;
/** Phrases of one field. */
const MAX_PHRASES = 50;
/** Of all snippets of a page, about; then nothing more is shown. */
const MAX_SHOWN = 10_000_000;
/** Of all texts of a page together, each times the phrases that are looked for in it; then nothing more is shown. */
const MAX_LOOKED = 20_000_000;
/** Others wait no longer than this for texts to be looked through. */
const TURN_MS = 20;

interface Marked extends HighlightField {
  /** Undefined: the content. */
  readonly property?: PropertyDefinition;
  readonly phrases: readonly Phrase[];
}

interface HighlightInput {
  readonly sought: readonly SoughtText[];
  readonly fields: readonly HighlightField[];
  readonly objects: readonly StoredObject[];
}

/**
 * Shows where the words of a search are in names, text properties and contents of what it has found, a list for each
 * object: as they are written, by their beginnings, and in the other forms that the index knows. Fields that are no text
 * are left out. One statement, whatever the objects are.
 */
export async function highlights(
  uow: { readonly queries: Pick<QueryReader, 'texts'> },
  reading: AftsReading,
  { sought, fields, objects }: HighlightInput,
): Promise<readonly (readonly Highlighted[])[]> {
  const marked = onceEach(fields).flatMap((field) => markedField(reading, sought, field) ?? []);
  const asked = askedOf(marked, objects);
  const texts = asked ? await uow.queries.texts(asked) : [];
  const shown: (readonly Highlighted[])[] = [];
  const room = { toLook: MAX_LOOKED, toShow: MAX_SHOWN };
  const turn = turns();
  for (const [index, object] of objects.entries()) {
    const found: Highlighted[] = [];
    for (const field of marked) {
      const values = analyzedIn(field, object, texts[index]);
      for (const value of values) room.toLook -= value.length * Math.max(1, field.phrases.length);
      if (Math.min(room.toLook, room.toShow) <= 0) break;
      const snippets = snippetsIn(field, values, texts[index]?.forms ?? NO_FORMS);
      for (const snippet of snippets) room.toShow -= snippet.length;
      if (snippets.length > 0) found.push({ field: field.field, snippets });
      await turn();
    }
    shown.push(found);
  }
  return shown;
}

/** Lets others have their turn when it is time. */
function turns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}

/** Fields that are asked for in the same way say the same. */
const onceEach = (fields: readonly HighlightField[]): readonly HighlightField[] => [
  ...new Map(fields.map((field) => [JSON.stringify(field), field])).values(),
];

function markedField(reading: AftsReading, sought: readonly SoughtText[], field: HighlightField): Marked | undefined {
  const meaning = meaningOf(reading, field.field);
  const isContent = meaning.kind === 'content' || (meaning.kind === 'special' && meaning.field === 'TEXT');
  const property = isContent ? undefined : columnOf(reading, field.field)?.property;
  if (!isContent && (!property || !['string', 'html', 'uri'].includes(property.propertyType))) return undefined;
  const phrases = sought.filter(({ only }) => isAskedOf(only, property)).map(phraseOf);
  const some = phrases.filter((phrase) => phrase.length > 0).slice(0, MAX_PHRASES);
  const singly = some.flatMap((phrase) => phrase.map((word) => [word]));
  return { ...field, ...(property && { property }), phrases: field.singly === true ? singly : some };
}

function isAskedOf(only: SoughtText['only'], property: PropertyDefinition | undefined): boolean {
  if (only === undefined) return true;
  return only === 'content' ? property === undefined : only.propertyId === property?.id;
}

/** Undefined: nothing more need be known of the objects. */
function askedOf(marked: readonly Marked[], objects: readonly StoredObject[]): TextsAsked | undefined {
  const phrases = marked.flatMap((field) => field.phrases);
  if (phrases.length === 0 || objects.length === 0) return undefined;
  const contents = marked.filter(({ property }) => property === undefined);
  const where = contents.flatMap((field) => field.phrases).map(expressionOf);
  const words = phrases.flatMap((phrase) => phrase.flatMap(({ plain }) => plain ?? []));
  const most = Math.max(0, ...contents.map(({ maxAnalyzed = MAX_CONTENT }) => maxAnalyzed));
  const characters = where.length === 0 ? 0 : Math.min(most, Math.floor(MAX_CONTENTS / objects.length));
  if (words.length === 0 && characters === 0) return undefined;
  const reach = Math.max(characters, Math.floor(MAX_REACH / objects.length));
  return { objects, words: [...new Set(words)], where: [...new Set(where)].join('|'), characters, reach };
}

const NO_FORMS: Forms = new Map();

/** The texts of a field, as far as they are looked through. */
function analyzedIn(field: Marked, object: StoredObject, text: HitText | undefined): readonly string[] {
  if (!field.property) return [text?.content ?? ''];
  return valuesOf(field.property, object).map((value) => value.slice(0, field.maxAnalyzed ?? MAX_ANALYZED));
}

function snippetsIn(field: Marked, values: readonly string[], forms: Forms): readonly string[] {
  const options = snippetOptions(field);
  const look = { phrases: field.phrases, forms };
  const snippets = values.flatMap((value) =>
    snippetsOf(
      value,
      field.property
        ? placesInName(value, { ...look, enough: () => false })
        : placesIn(value, { ...look, enough: enoughFor(options) }),
      options,
    ),
  );
  return snippets.slice(0, options.count);
}

function valuesOf(property: PropertyDefinition, object: StoredObject): readonly string[] {
  const value = propertyReader(property).read(object);
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}
