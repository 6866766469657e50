-- Keys by which people who have forgotten their password set another one: known by their hashes, one for each person,
-- and only while the password is the one that was forgotten.
create table password_resets (
  principal_id integer primary key references principals on delete cascade,
  id uuid not null,
  hash bytea not null,
  secret bytea not null,
  made timestamptz(3) not null default now(),
  expires timestamptz(3) not null
);
create index password_reset_expires on password_resets (expires);
