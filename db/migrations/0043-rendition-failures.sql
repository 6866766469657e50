-- What could not be made of a content: its bytes never change, so whoever asks again is told instead of waiting again.
create table rendition_failures (
  content_id bigint not null references contents on delete cascade,
  name text collate "C" not null,
  reason text not null,
  failed timestamptz(3) not null,
  primary key (content_id, name)
);
