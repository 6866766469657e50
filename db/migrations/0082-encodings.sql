-- In which characters a plain text is written, where that was found out to be another one than UTF-8.
alter table contents add column encoding text collate "C";
