-- Other forms of contents: pictures and printed pages that the server has made of them. They belong to the bytes that
-- they were made of, so they are there for every object and version with these bytes, and gone when the bytes change.
create table renditions (
  content_id bigint not null references contents on delete cascade,
  name text collate "C" not null,
  uuid uuid not null,
  -- In the content store.
  key text not null,
  length bigint not null,
  sha256 text not null,
  mime text collate "C" not null,
  -- Pixels; null: it has pages.
  width int,
  height int,
  made timestamptz(3) not null,
  primary key (content_id, name)
);
