-- Lists of people and of groups by name read nothing else.
create index person_name on principals (name) where kind = 'person';
create index group_name on principals (name) where kind = 'group';

-- What programs keep for a person.
create table preferences (
  principal_id int not null references principals on delete cascade,
  name text collate "C" not null,
  value text not null,
  primary key (principal_id, name)
);

-- A site is a folder with a short name that stays, and a group of its members that holds one group for each role.
create table sites (
  object_id bigint primary key references objects on delete cascade,
  name text collate "C" not null,
  name_key text collate "C" not null,
  group_id int not null unique references principals,
  constraint site_name unique (name_key)
);
create table site_roles (
  site_id bigint not null references sites on delete cascade,
  rank smallint not null check (rank between 1 and 4),
  group_id int not null unique references principals,
  primary key (site_id, rank)
);
create table site_requests (
  site_id bigint not null references sites on delete cascade,
  principal_id int not null references principals on delete cascade,
  message text not null default '',
  title text not null default '',
  created timestamptz(3) not null default now(),
  primary key (site_id, principal_id)
);
create index site_request_person on site_requests (principal_id, created);
