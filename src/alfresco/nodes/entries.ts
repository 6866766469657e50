/** Nodes with all that an answer shows of them; the same few statements however many they are. */
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { PLAIN, type ObjectSelection, type ObjectView } from '../../repository/values/object-view';
import type { Json } from '../framework/operation';
import type { WrittenEntry } from '../framework/written-entry';
import { nodeEntry, type Surroundings, type Wanted } from './node-entry';
import { nodeText, peopleOf, writingOf } from './node-text';
import { authoritiesIn } from './permissions';

/** What single nodes show without being asked. */
const ALWAYS_OF_ONE = ['properties', 'aspectNames'] as const;

/** Of a node that was asked for by itself: its properties and aspects come unasked. */
export const wantedOfOne = (include: ReadonlySet<string>): Wanted => new Set([...include, ...ALWAYS_OF_ONE]);

/** What has to be read of objects so that their entries can show what is wanted. */
export const selectionFor = (wanted: Wanted): ObjectSelection => ({
  ...PLAIN,
  includeAllowableActions: wanted.has('allowableOperations'),
  includeACL: wanted.has('permissions'),
});

interface Reading {
  readonly repository: Repository;
  readonly request: Request;
}

interface Nodes {
  /** Read with `selectionFor` what is wanted. */
  readonly views: readonly ObjectView[];
  /** As of which, where it is known. */
  readonly asOf?: string | undefined;
}

/** At most three statements, none for what is known. */
export async function nodeEntries(reading: Reading, nodes: Nodes, wanted: Wanted): Promise<readonly Json[]> {
  const around = await surroundings(reading, nodes, wanted);
  return nodes.views.map((view) => nodeEntry(view, wanted, around));
}

/** As `nodeEntries`, as JSON: for those that are answered as they are. */
export async function writtenNodes(reading: Reading, nodes: Nodes, wanted: Wanted): Promise<readonly WrittenEntry[]> {
  const around = await surroundings(reading, nodes, wanted);
  const writing = writingOf(wanted);
  return nodes.views.map((view) => nodeText(view, writing, around));
}

async function surroundings(
  { repository, request }: Reading,
  { views, asOf }: Nodes,
  wanted: Wanted,
): Promise<Surroundings> {
  const names = new Set<string>();
  for (const view of views) {
    for (const name of peopleOf(view)) names.add(name);
    if (wanted.has('permissions')) for (const name of authoritiesIn(view)) names.add(name);
  }
  const objects = views.map(({ object }) => object);
  const [displayNames, ancestors, favourites] = await Promise.all([
    repository.getDisplayNames(request, [...names]),
    wanted.has('path') ? repository.getAncestors(request, { objects, asOf }) : undefined,
    wanted.has('isFavorite')
      ? repository.favouritesAmong(request, { keys: objects.map(({ key }) => key), asOf })
      : undefined,
  ]);
  return { types: repository.knownTypes(), displayNames, ancestors, favourites };
}

/** As `nodeEntries`, of one. */
export async function nodeEntryOf(reading: Reading, view: ObjectView, wanted: Wanted): Promise<Json> {
  const [entry] = await nodeEntries(reading, { views: [view] }, wanted);
  return entry ?? {};
}

/** As `writtenNodes`, of one. */
export async function writtenNode(reading: Reading, view: ObjectView, wanted: Wanted): Promise<Json | WrittenEntry> {
  const [entry] = await writtenNodes(reading, { views: [view] }, wanted);
  return entry ?? {};
}
