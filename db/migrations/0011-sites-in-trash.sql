-- A site outlives its folder while that is in the trash: groups and members are there when it comes back.
alter table sites drop constraint sites_object_id_fkey;
