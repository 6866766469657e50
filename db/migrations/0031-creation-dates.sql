-- Of many hits of a query the newest.
create index object_created on objects (created desc, id);
