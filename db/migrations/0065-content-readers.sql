-- Who may see an object may read its content, too, nearly always: then there is null. Else these are who may, so that
-- nobody finds out by its words what a content says.
alter table acls add column content_readers integer[];
update acls a set content_readers = g.readers
  from (select r.id, coalesce(array_agg(e.key::int) filter (where e.value::int & 2 <> 0), '{}') as readers
    from acls r left join lateral jsonb_each_text(r.grants) e on true group by r.id) g
 where g.id = a.id and not a.readers <@ g.readers;
