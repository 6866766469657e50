import type { Properties } from '../../model/properties';
import type { TypeRegistry } from '../../model/type-registry';
import type { ContentText, TextState } from '../../text/text-extractor';
import type { IndexedContent, IndexedOwner, OwnerPlace, TextIndex } from '../../text/text-index';
import type { Database, Executor, RawRow, Statement } from '../connection/database';
import { textRows, writeText, type TextRows } from '../rows/fulltext';
import { loadRegistry } from '../types/types';

/** Whoever has a content, live or frozen, as rows of `(place, id, object_id, version_id, type_id, aspects, name, props, …)`. */
const OWNER_COLUMNS = (table: 'objects' | 'versions', row: string): string =>
  table === 'objects'
    ? `${row}.id, 0, ${row}.type_id, ${row}.aspects, ${row}.name, ${row}.props`
    : `${row}.object_id, ${row}.id, ${row}.type_id, ${row}.aspects, ${row}.name, ${row}.props`;

const CONTENT = `json_build_object('key', c.id, 'keys', c.keys, 'lengths', c.lengths, 'length', c.length)`;

// $1 content
const CONTENT_BY_KEY: Statement = {
  name: 'indexed-content',
  text: `select ${CONTENT}, x.mime, coalesce(x.filename, x.name) from contents c join lateral (
    select o.mime, o.filename, o.name from objects o where o.content_id = c.id
    union all select v.mime, v.filename, v.name from versions v where v.content_id = c.id limit 1) x on true where c.id = $1`,
};

// Those who write an object lock it before its content: so does this.
const LOCK_OWNERS = {
  objects: {
    name: 'lock-live-owners',
    text: `select ${OWNER_COLUMNS('objects', 'o')} from objects o where o.content_id = $1 order by o.id for no key update`,
  },
  versions: {
    name: 'lock-frozen-owners',
    text: `select ${OWNER_COLUMNS('versions', 'v')} from versions v where v.content_id = $1 order by v.id for no key update`,
  },
} as const;
const LOCK_OWNER = {
  objects: {
    name: 'lock-live-owner',
    text: `select ${OWNER_COLUMNS('objects', 'o')} from objects o where o.id = $1 and o.content_id is not distinct from $2 for no key update`,
  },
  versions: {
    name: 'lock-frozen-owner',
    text: `select ${OWNER_COLUMNS('versions', 'v')} from versions v where v.id = $1 and v.content_id is not distinct from $2 for no key update`,
  },
} as const;

const SET_STATE: Statement = {
  name: 'set-text-state',
  // The state is shown with the objects: they have changed, too, for those who remember them.
  text: `with changed as (update contents set text_state = $2, text_error = $3, encoding = $5
    where id = $1 and (text_state, coalesce(text_error, ''), coalesce(encoding, '')) is distinct from ($2, coalesce($3, ''), coalesce($5, '')) returning id),
  said as (insert into content_texts as t (content_id, text) select $1, $4::text where $4::text is not null
    on conflict (content_id) do update set text = excluded.text where t.text <> excluded.text),
  silent as (delete from content_texts where content_id = $1 and $4::text is null)
  update objects o set since = now() from changed c where o.content_id = c.id`,
};

const stateOf = (key: number, { state, reason, text, encoding }: ContentText): readonly unknown[] => [
  key,
  state,
  reason ?? null,
  text ?? null,
  encoding ?? null,
];

// $1 key after which, $2 how many
const NEXT = {
  objects: {
    name: 'next-live-owners',
    text: `select o.id, case when c.id is not null then ${CONTENT} end, o.mime, coalesce(o.filename, o.name)
      from objects o left join contents c on c.id = o.content_id where o.id > $1 and o.base <> 4 order by o.id limit $2`,
  },
  versions: {
    name: 'next-frozen-owners',
    text: `select v.id, case when c.id is not null then ${CONTENT} end, v.mime, coalesce(v.filename, v.name)
      from versions v left join contents c on c.id = v.content_id where v.id > $1 order by v.id limit $2`,
  },
} as const;

const COUNT_OWNERS: Statement = {
  text: 'select (select count(*) from objects where base <> 4) + (select count(*) from versions)',
};
const COUNT_STATES: Statement = {
  name: 'count-text-states',
  text: `select text_state, count(*) from contents where text_state in ('pending', 'failed') group by text_state`,
};

/** The index of words of one database. */
export function textIndex(database: Database): TextIndex {
  let types: TypeRegistry | undefined;
  const rowsOf = async (executor: Executor, owner: Owner, text: OwnText): Promise<TextRows> => {
    // Types may have been made since they were read; one that is gone has no objects.
    if (!types?.primaryByKey(owner.typeKey)) types = await loadRegistry(executor);
    return rowsWith(types, owner, text);
  };
  const write = async (executor: Executor, owners: readonly Owner[], text: OwnText): Promise<void> => {
    for (const owner of owners) {
      const { objectKey, versionKey } = owner;
      await writeText(executor, {
        objectKey,
        versionKey,
        rows: await rowsOf(executor, owner, text),
        keepsContent: text === 'kept',
      });
    }
  };
  return {
    content: async (key) => {
      const [row] = await database.run(CONTENT_BY_KEY, [key]);
      return row ? contentOf(row) : undefined;
    },
    writeContent: (key, text) =>
      database.transaction(async (executor) => {
        types = await loadRegistry(executor);
        const live = await executor.run(LOCK_OWNERS.objects, [key]);
        const frozen = await executor.run(LOCK_OWNERS.versions, [key]);
        await write(executor, [...live, ...frozen].map(ownerOf), text);
        await executor.run(SET_STATE, stateOf(key, text));
      }),
    owners: (after, limit) => nextOwners(database, after, limit),
    writeOwner: ({ table, key, content }, text) =>
      database.transaction(async (executor) => {
        const locked = await executor.run(LOCK_OWNER[table], [key, content?.key ?? null]);
        await write(executor, locked.map(ownerOf), text);
        if (content && text && text !== 'kept' && locked.length > 0)
          await executor.run(SET_STATE, stateOf(content.key, text));
      }),
    countOwners: async () => Number((await database.run(COUNT_OWNERS))[0]?.[0]),
    countStates: async () => {
      const rows = await database.run(COUNT_STATES);
      return Object.fromEntries(rows.map(([state, count]) => [state, Number(count)])) as Partial<
        Record<TextState, number>
      >;
    },
  };
}

type OwnText = ContentText | 'kept' | undefined;

interface Owner {
  readonly objectKey: number;
  readonly versionKey: number;
  readonly typeKey: number;
  readonly aspects: readonly number[];
  readonly name: string;
  readonly properties: Properties;
}

function ownerOf([objectKey, versionKey, typeKey, aspects, name, props]: RawRow): Owner {
  return {
    objectKey: Number(objectKey),
    versionKey: Number(versionKey),
    typeKey: Number(typeKey),
    aspects: (aspects ?? '{}').slice(1, -1).split(',').filter(Boolean).map(Number),
    name: name ?? '',
    properties: JSON.parse(props ?? '{}') as Properties,
  };
}

function rowsWith(types: TypeRegistry, owner: Owner, text: OwnText): TextRows {
  const type = types.primaryByKey(owner.typeKey);
  if (!type) throw new Error(`There is no type with the key ${owner.typeKey}.`);
  const secondaryTypes = owner.aspects.flatMap((key) => {
    const secondary = types.byKey(key);
    return secondary?.baseId === 'cmis:secondary' ? [secondary] : [];
  });
  return textRows(types, { ...owner, type, secondaryTypes }, text === 'kept' ? undefined : text);
}

function contentOf([content, mime, fileName]: RawRow): IndexedContent | undefined {
  if (!content) return undefined;
  const { key, keys, lengths, length } = JSON.parse(content) as {
    readonly key: number;
    readonly keys: readonly string[];
    readonly lengths: readonly number[];
    readonly length: number;
  };
  return {
    key,
    pieces: keys.map((piece, index) => ({ key: piece, length: lengths[index] ?? 0 })),
    length,
    mimeType: mime ?? '',
    fileName: fileName ?? '',
  };
}

async function nextOwners(
  executor: Executor,
  after: OwnerPlace | undefined,
  limit: number,
): Promise<readonly IndexedOwner[]> {
  const table = after?.table ?? 'objects';
  const rows = await executor.run(NEXT[table], [after?.key ?? 0, limit]);
  if (rows.length === 0 && table === 'objects') return nextOwners(executor, { table: 'versions', key: 0 }, limit);
  return rows.map(([key, ...content]) => {
    const found = contentOf(content);
    return { table, key: Number(key), ...(found && { content: found }) };
  });
}
