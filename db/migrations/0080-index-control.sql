-- Whether there is, or ever was, something that searches shall not find: only then they look at each object for it.
alter table repository add column has_unindexed boolean not null default false;
