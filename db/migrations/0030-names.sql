-- Of many hits of a query the first by name.
create index object_name_key on objects (name_key, id);
