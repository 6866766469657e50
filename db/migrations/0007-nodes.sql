-- When a document that has got new versions was made, and by whom: its own dates are those of the newest version.
alter table objects add column series_created timestamptz(3);
alter table objects add column series_created_by text collate "C";
update objects o set series_created = v.created, series_created_by = v.created_by
  from (select distinct on (object_id) object_id, created, created_by from versions order by object_id, major, minor) v
 where v.object_id = o.id;

-- Children in the order of web clients: folders first, each kind by name; pages and counts read nothing but the index.
create index object_folders_first on objects (parent_id, least(base, 1::smallint), name_key) include (id, acl_id, owner, type_id, base);
