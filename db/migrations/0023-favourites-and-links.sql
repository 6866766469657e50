create table favourites (
  principal_id int not null references principals on delete cascade,
  object_id bigint not null references objects on delete cascade,
  created timestamptz(3) not null,
  primary key (principal_id, object_id)
);
create index favourite_object on favourites (object_id);

-- By its link whoever knows it reads a document as the one who shared it does.
create table shared_links (
  object_id bigint primary key references objects on delete cascade,
  id text collate "C" not null constraint shared_link_id unique,
  principal_id int not null references principals on delete cascade,
  created timestamptz(3) not null,
  expires timestamptz(3)
);
create index shared_link_person on shared_links (principal_id);
