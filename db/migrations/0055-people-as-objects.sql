-- The object of a person or of a group. Those that have none get theirs when the repository is opened.
alter table principals add constraint principals_object_id_fkey foreign key (object_id) references objects on delete set null;
create unique index principal_object on principals (object_id) where object_id is not null;
