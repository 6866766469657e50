-- Pictures of people, drawn anew from what they have sent. People are never removed.
create table avatars (
  principal_id int primary key references principals,
  uuid uuid not null,
  -- In the content store.
  key text not null,
  length bigint not null,
  sha256 text not null,
  mime text collate "C" not null,
  made timestamptz(3) not null
);
