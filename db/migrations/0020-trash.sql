-- What was deleted and may come back: the object itself, whose key this is, with all that went with it.
create table trash (
  id bigint primary key,
  uuid uuid not null constraint trash_uuid unique,
  deleted timestamptz(3) not null,
  deleted_by text collate "C" not null,
  -- Every type that its rows name: it goes for good when one of them goes.
  type_ids int[] not null
);
create index trash_deleted on trash (deleted desc, id);
create index trash_deleted_by on trash (deleted_by, deleted desc, id);
create index trash_types on trash using gin (type_ids);

-- The rows that it had, of the table `kind`; a column that these get must be one that may be null.
create table trash_rows (
  trash_id bigint not null references trash on delete cascade,
  kind text not null,
  id bigint not null,
  row jsonb not null
);
create index trash_rows_of on trash_rows (trash_id, kind, id);

-- Bytes that are still needed.
create table trash_contents (
  content_id bigint not null references contents,
  trash_id bigint not null references trash on delete cascade,
  primary key (content_id, trash_id)
);
create index trash_contents_of on trash_contents (trash_id);
