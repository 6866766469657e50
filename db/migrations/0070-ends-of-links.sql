-- Shared links that have an end are taken away then, and their documents are shown as shared no longer.
insert into jobs (kind, key, run_at) select 'link-end', id, expires from shared_links where expires is not null
  on conflict (kind, key) do nothing;
