-- The tree of the general classification; what has no parent is at its top. Objects name theirs in `cm:categories`.
create table categories (
  object_id bigint primary key references objects on delete cascade,
  parent_id bigint references categories on delete cascade
);
create index categories_below on categories (parent_id);
create index object_categories on objects using gin ((props->'cm:categories')) where props ? 'cm:categories';
