-- What contents say, as far as it is kept to show the words of a search in it; nothing else reads it. Whoever shares a
-- content shares this, and it goes with the content.
create table content_texts (
  content_id bigint primary key references contents on delete cascade,
  text text collate "C" not null
);
-- Not every server is built with this way of compressing.
do $$ begin
  alter table content_texts alter column text set compression lz4;
exception when feature_not_supported then null;
end $$;
