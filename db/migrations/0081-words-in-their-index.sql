-- Words wait in a short list before they are sorted into their index. Every search reads that list: at the usual 4 MB that
-- takes 1.6 ms of what else takes 0.03, plans take it for the price of the index, and the write that fills the list up
-- waits until all of it is sorted in. Without a list, keeping the index costs a third more.
alter index fulltext_whole set (gin_pending_list_limit = 256);
alter index fulltext_parts set (gin_pending_list_limit = 256);
alter index fulltext_label set (gin_pending_list_limit = 256);
select gin_clean_pending_list(index::regclass) from unnest(array['fulltext_whole', 'fulltext_parts', 'fulltext_label']) index;
