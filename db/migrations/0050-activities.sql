-- What people did in sites: for the members of these, newest first. Who may know of it is decided when it is read.
create table activities (
  id bigint primary key generated always as identity,
  site_id bigint not null references sites (object_id) on delete cascade,
  at timestamptz(3) not null,
  kind text not null,
  actor text collate "C" not null,
  object_uuid uuid,
  parent_uuid uuid,
  -- Of the object when it happened.
  title text,
  -- Of a membership.
  member text collate "C",
  role text
);
create index activity_site on activities (site_id, id desc);
create index activity_at on activities (at);
