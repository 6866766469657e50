-- A tree of folders and the working copies of a folder are found without reading the documents among them.
create index object_folder on objects (parent_id, id) where base = 0;
create index object_working_copy on objects (parent_id, id) where pwc;
