/**
 * Entries of nodes as JSON. What lasts is written once for each object that is remembered, by all that had a say in it,
 * and what only holds for the moment is added to it.
 */
import type { AllowableActions } from '../../repository/values/allowable-actions';
import type { ObjectView } from '../../repository/values/object-view';
import type { StoredObject } from '../../repository/values/stored-object';
import { tidy } from '../framework/envelopes';
import { WrittenEntry } from '../framework/written-entry';
import { lastingMembers, momentaryMembers, type Surroundings, type Wanted } from './node-entry';
import { peopleIn } from './node-values';

/** `how`: the names of `wanted`, in order. */
export interface Writing {
  readonly wanted: Wanted;
  readonly how: string;
}

export const writingOf = (wanted: Wanted): Writing => ({ wanted, how: [...wanted].sort().join(' ') });

interface Written {
  readonly how: string;
  readonly actions: AllowableActions | undefined;
  /** People that are named, each with the display name. */
  readonly people: readonly (readonly [id: string, displayName: string | undefined])[];
  readonly text: string;
}

/** By the object's source, which is the same for as long as the object is. */
const written = new WeakMap<object, Written>();

/** People whose display names the entry shows. */
export function peopleOf({ object }: ObjectView): readonly string[] {
  const known = object.source && written.get(object.source);
  return known ? known.people.map(([id]) => id) : peopleOfObject(object);
}

const peopleOfObject = (object: StoredObject): readonly string[] => [
  object.seriesCreated?.by ?? object.createdBy,
  object.modifiedBy,
  ...peopleIn(object),
];

/** The entry as `nodeEntry` makes it, as text; what the object alone decides is written once for each state of it. */
export function nodeText(view: ObjectView, { wanted, how }: Writing, around: Surroundings): WrittenEntry {
  const lasting = lastingText(view, { wanted, how }, around);
  const momentary = momentaryText(tidy(momentaryMembers(view, wanted, around)));
  return new WrittenEntry(momentary === '' ? lasting : `${lasting.slice(0, -1)}${momentary}}`);
}

function lastingText(view: ObjectView, { wanted, how }: Writing, around: Surroundings): string {
  const { object, allowableActions: actions } = view;
  const { displayNames } = around;
  const known = object.source && written.get(object.source);
  if (
    known?.how === how &&
    known.actions === actions &&
    known.people.every(([id, displayName]) => displayNames.get(id) === displayName)
  ) {
    return known.text;
  }
  const text = JSON.stringify(tidy(lastingMembers(view, wanted, around)));
  const people = peopleOfObject(object).map((id) => [id, displayNames.get(id)] as const);
  if (object.source) written.set(object.source, { how, actions, people, text });
  return text;
}

/** Each with the comma before it. */
function momentaryText(members: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const [name, value] of Object.entries(members)) text += `,"${name}":${jsonOf(value)}`;
  return text;
}

/** Of values that entries share. */
const texts = new WeakMap<object, string>();

function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
