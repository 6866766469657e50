-- Words go into their index when they are written. In a list of pending entries every search had to read them all, up to
-- 4 MB (1.6 ms for what takes 0.03), plans took that for the price of the index, and the write that filled the list up
-- waited until all of it was sorted in.
alter index fulltext_whole set (fastupdate = off);
alter index fulltext_parts set (fastupdate = off);
alter index fulltext_label set (fastupdate = off);
select gin_clean_pending_list(index::regclass) from unnest(array['fulltext_whole', 'fulltext_parts', 'fulltext_label']) index;
