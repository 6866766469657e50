import { versionLabel } from '../../repository/values/object-properties';
import type { Favourite } from '../../repository/annotations/favourites';
import { dateText } from '../framework/dates';
import type { Call, Json } from '../framework/operation';
import { nodeEntries } from '../nodes/entries';
import { siteEntry } from '../sites/site-entry';

/** Members of the target show these. */
const SHOWN_BESIDE = ['cm:title', 'cm:description'];

/** Favourites as entries show them: nodes with the members of this API's first version, too. At most two statements. */
export async function favouriteEntries(
  call: Pick<Call, 'repository' | 'request'>,
  favourites: readonly Favourite[],
  wanted: ReadonlySet<string>,
): Promise<readonly Json[]> {
  const nodes = await nodeEntries(call, { views: favourites.map(({ view }) => view) }, wanted);
  return favourites.map((favourite, index) => {
    // Whether it is a file or a folder says the name of the member, and strict clients know nothing else.
    const { allowableOperations, properties, nodeType: _, ...node } = nodes[index] ?? {};
    const { kind, site, created, view } = favourite;
    return {
      targetGuid: view.object.uuid,
      createdAt: dateText(created),
      target: { [kind]: site ? tidy(siteEntry(site)) : tidy(targetOf(favourite, node)) },
      properties: kind === 'site' ? undefined : otherProperties(properties),
      allowableOperations,
    };
  });
}

function targetOf({ view: { object } }: Favourite, node: Json): Json {
  const { content, version } = object;
  return {
    ...node,
    guid: object.uuid,
    title: object.properties['cm:title'],
    description: object.properties['cm:description'],
    createdBy: object.seriesCreated?.by ?? object.createdBy,
    modifiedBy: object.modifiedBy,
    ...(content && { mimeType: content.mimeType.replace(/\s*;.*$/, ''), sizeInBytes: content.length }),
    ...(version?.versioned === true && { versionLabel: versionLabel(version) }),
  };
}

function otherProperties(properties: unknown): Json | undefined {
  const others = Object.entries((properties ?? {}) as Json).filter(([id]) => !SHOWN_BESIDE.includes(id));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/** Inside of entries nothing takes out what is absent. */
const tidy = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined && member !== ''));
