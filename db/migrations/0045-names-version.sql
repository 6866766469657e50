-- Which display names there are: counted up by every change of one, so that a process knows whether those that it has
-- read are still right. At the end of a transaction, because two that wait for the count wait for each other's end.
alter table repository add column names_version bigint not null default 1;

create function count_name_change() returns trigger language plpgsql as $$
begin
  update repository set names_version = names_version + 1;
  return null;
end $$;

create constraint trigger display_name_made after insert on principals
  deferrable initially deferred for each row when (new.display_name is not null) execute function count_name_change();
create constraint trigger display_name_changed after update of display_name on principals
  deferrable initially deferred for each row when (old.display_name is distinct from new.display_name) execute function count_name_change();
create constraint trigger display_name_gone after delete on principals
  deferrable initially deferred for each row when (old.display_name is not null) execute function count_name_change();
