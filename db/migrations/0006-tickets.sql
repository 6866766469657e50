-- Logins of the v1 API: the hash of each ticket, whose it is, and a hash of the password that it was made for.
create table tickets (
  hash bytea primary key,
  principal_id int not null references principals on delete cascade,
  secret bytea not null,
  expires timestamptz(3) not null
);
create index ticket_expires on tickets (expires);
