-- The categories that are tags. Objects name theirs in `cm:taggable`.
create table tags (
  object_id bigint primary key references objects on delete cascade
);
create index object_tags on objects using gin ((props->'cm:taggable')) where props ? 'cm:taggable';
