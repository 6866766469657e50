/** Nodes with all that an answer shows of them; the same few statements however many they are. */
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/request';
import { PLAIN, type ObjectSelection, type ObjectView } from '../../repository/object-view';
import type { Json } from '../framework/operation';
import { nodeEntry, type Wanted } from './node-entry';
import { peopleIn } from './node-values';
import { authoritiesIn } from './permissions';

/** What single nodes show without being asked. */
const ALWAYS_OF_ONE = ['properties', 'aspectNames'] as const;

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

/**
 * `views`: read with `selectionFor(wanted)`, `asOf`: as of which, where it is known. At most three statements, none for
 * what is known.
 */
export async function nodeEntries(
  { repository, request }: Reading,
  { views, asOf }: { readonly views: readonly ObjectView[]; readonly asOf?: string | undefined },
  wanted: Wanted,
): Promise<readonly Json[]> {
  const names = new Set(views.flatMap((view) => peopleOf(view, wanted)));
  const keys = views.map(({ object }) => object.key);
  const [displayNames, ancestors, favourites] = await Promise.all([
    repository.getDisplayNames(request, [...names]),
    wanted.has('path')
      ? repository.getAncestors(request, { objects: views.map(({ object }) => object), asOf })
      : undefined,
    wanted.has('isFavorite') ? repository.favouritesAmong(request, { keys, asOf }) : undefined,
  ]);
  const around = { types: repository.knownTypes(), displayNames, ancestors, favourites };
  return views.map((view) => nodeEntry(view, wanted, around));
}

function peopleOf(view: ObjectView, wanted: Wanted): readonly string[] {
  const { object } = view;
  return [
    object.seriesCreated?.by ?? object.createdBy,
    object.modifiedBy,
    ...peopleIn(object),
    ...(wanted.has('permissions') ? authoritiesIn(view) : []),
  ];
}

/** As `nodeEntries`, of one. */
export async function nodeEntryOf(reading: Reading, view: ObjectView, wanted: Wanted): Promise<Json> {
  const [entry] = await nodeEntries(reading, { views: [view] }, wanted);
  return entry ?? {};
}
