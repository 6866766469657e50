-- One row that a server writes to find out whether it can.
create table heartbeat (
  one boolean primary key default true check (one),
  at timestamptz(3) not null default now()
) with (fillfactor = 10);
insert into heartbeat default values;
