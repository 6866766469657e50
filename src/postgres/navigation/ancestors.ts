import type { AncestorFolder, Ancestors, NavigationReader } from '../../repository/storage/navigation';
import { VISIBLE } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';
import { asOfNow, askUnlessSeenAsOf } from '../unit/unchanged';

// $2 keys of folders. Each with what is above it, from the root down; every folder once.
const ANCESTORS = callerStatement({
  name: 'ancestors',
  before: `chains as materialized (select f.id, f.ancestors || f.id as folders from folders f where f.id = any ($2::bigint[]))`,
  body: asOfNow(`json_build_object(
  'chains', (select json_agg(json_build_array(c.id, c.folders)) from chains c),
  'folders', (select json_agg(json_build_array(o.id, o.uuid, o.name, o.type_id, o.aspects, ${VISIBLE}))
    from objects o left join acls a on a.id = o.acl_id cross join me
   where o.id in (select unnest(c.folders) from chains c)))`),
});

type FolderRow = readonly [
  key: number,
  uuid: string,
  name: string,
  typeKey: number,
  aspects: readonly number[],
  visible: boolean,
];

interface AncestorsAnswer {
  readonly chains: readonly (readonly [key: number, folders: readonly number[]])[] | null;
  readonly folders: readonly FolderRow[] | null;
}

export function ancestorsReader(session: Session): NavigationReader['ancestors'] {
  return async (objects, asOf) => {
    const parents = [...new Set(objects.flatMap(({ parentKey }) => parentKey ?? []))];
    if (parents.length === 0) return new Map();
    const asked = { statement: ANCESTORS, values: [parents] };
    const answer = await askUnlessSeenAsOf<AncestorsAnswer>(session, asked, asOf);
    const folders = new Map((answer.folders ?? []).map((row) => [row[0], folderOf(session, row)]));
    const chains = new Map(
      (answer.chains ?? []).map(([key, keys]) => [key, seenOf(keys.flatMap((one) => folders.get(one) ?? []))]),
    );
    return new Map(
      objects.flatMap(({ key, parentKey }) => {
        const chain = parentKey === undefined ? undefined : chains.get(parentKey);
        return chain ? [[key, chain]] : [];
      }),
    );
  };
}

function folderOf(session: Session, row: FolderRow): AncestorFolder & { readonly visible: boolean } {
  const [, uuid, name, typeKey, aspects, visible] = row;
  const type = session.types.primaryByKey(typeKey);
  if (!type) throw new Error(`Folder ${uuid} has the type key ${typeKey}, which no type has.`);
  const secondaryTypes = aspects.flatMap((key) => {
    const secondary = session.types.byKey(key);
    return secondary?.baseId === 'cmis:secondary' ? [secondary] : [];
  });
  return { uuid, name, type, secondaryTypes, visible };
}

/** Up from the nearest folder, as far as the caller sees. */
function seenOf(chain: readonly (AncestorFolder & { readonly visible: boolean })[]): Ancestors {
  const hidden = chain.findLastIndex((folder) => !folder.visible);
  return { folders: chain.slice(hidden + 1), isComplete: hidden < 0 };
}
