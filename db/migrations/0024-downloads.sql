-- Archives that are made for people: the document that each becomes, what goes into it, and how far it is.
create table downloads (
  object_id bigint primary key references objects on delete cascade,
  principal_id int not null references principals on delete cascade,
  roots uuid[] not null,
  status text not null default 'PENDING',
  files_added bigint not null default 0,
  bytes_added bigint not null default 0,
  total_files bigint not null default 0,
  total_bytes bigint not null default 0,
  created timestamptz(3) not null
);
create index download_created on downloads (created);
create index download_person on downloads (principal_id);
