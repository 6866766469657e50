-- Who could read an object that is gone is known from the event of its deletion, which may still be waiting to be logged.
create index change_event_deletion on change_events (object_uuid) where kind = 'deleted';
