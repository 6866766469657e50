-- What can be found by its words. Rows belong to the live row of an object or its working copy (version_id 0), or to a
-- frozen version. Part 0 holds the words of name (weight A) and properties (B); further ones of very long properties are
-- negative. The words of the content (C) share part 0 when they are few, else they fill the parts from 1 on, each below
-- the limits of tsvector. Stems have the weight D. `label` holds name and short properties, folded, each word between
-- blanks. `whole`: it is the only row of its owner, so one row answers a whole search.
create table fulltext (
  object_id bigint not null references objects on delete cascade,
  version_id bigint not null default 0,
  part int not null,
  whole boolean not null,
  language text not null,
  words tsvector not null,
  label text collate "C",
  primary key (object_id, version_id, part)
);
create index fulltext_whole on fulltext using gin (words) where whole;
create index fulltext_parts on fulltext using gin (words) where not whole;
create index fulltext_label on fulltext using gin (label gin_trgm_ops) where part = 0;

-- The language of documents that name none, and all whose stems are in the index.
alter table repository add column language text not null default 'english';
alter table repository add column languages text[] not null default '{english}';

-- done, partial, none, failed, pending: what is known of the text of these bytes.
alter table contents add column text_state text not null default 'pending';
alter table contents add column text_error text;
create index content_text on contents (text_state, id) where text_state in ('pending', 'failed');

insert into jobs (kind, key) select 'reindex', 'all' where exists (select from objects);
