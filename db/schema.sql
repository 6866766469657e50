-- What the migrations add up to. Written by `npm run db:schema`; for reading, never run.

create extension pg_trgm;
create extension unaccent;

create table acls (
  id bigint not null generated always as identity,
  parent_id bigint,
  object_id bigint,
  role text not null default 'content'::text,
  inherits boolean not null default true,
  aces jsonb not null default '[]'::jsonb,
  entries jsonb not null default '[]'::jsonb,
  grants jsonb not null default '{}'::jsonb,
  readers integer[] not null default '{}'::integer[],
  constraint acls_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES acls(id),
  constraint acls_pkey PRIMARY KEY (id),
  constraint acls_role_check CHECK ((role = ANY (ARRAY['content'::text, 'self'::text, 'working-copy'::text])))
);

create table applied_policies (
  object_id bigint not null,
  policy_id bigint not null,
  constraint applied_policies_object_id_fkey FOREIGN KEY (object_id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint applied_policies_pkey PRIMARY KEY (object_id, policy_id),
  constraint applied_policies_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES objects(id)
);

create table browser_results (
  token text not null,
  principal_id integer not null,
  result jsonb not null,
  at timestamp(3) with time zone not null default now(),
  constraint browser_results_pkey PRIMARY KEY (principal_id, token)
);

create table change_events (
  id bigint not null generated always as identity,
  at timestamp(3) with time zone not null,
  object_uuid uuid not null,
  object_id text not null,
  kind text not null,
  actor text not null,
  info jsonb not null,
  constraint change_events_pkey PRIMARY KEY (id)
);

create table change_head (
  one boolean not null default true,
  first_token bigint not null,
  last_token bigint not null,
  last_at timestamp(3) with time zone not null,
  constraint change_head_one_check CHECK (one),
  constraint change_head_pkey PRIMARY KEY (one)
);

create table change_log (
  token bigint not null,
  at timestamp(3) with time zone not null,
  object_uuid uuid not null,
  object_id text not null,
  kind text not null,
  actor text not null,
  info jsonb not null,
  constraint change_log_pkey PRIMARY KEY (token)
);

create table contents (
  id bigint not null generated always as identity,
  uuid uuid not null,
  keys text[] not null,
  lengths bigint[] not null,
  length bigint not null,
  sha256 text,
  complete boolean not null default true,
  created timestamp(3) with time zone not null default now(),
  family bigint,
  text_state text not null default 'pending'::text,
  text_error text,
  constraint content_family_known CHECK (((cardinality(keys) <= 1) OR (family IS NOT NULL))),
  constraint contents_pkey PRIMARY KEY (id)
);

create table filings (
  folder_id bigint not null,
  object_id bigint not null,
  name_key text collate "C" not null,
  constraint filings_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES folders(id) ON DELETE CASCADE,
  constraint filings_object_id_fkey FOREIGN KEY (object_id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint filings_pkey PRIMARY KEY (folder_id, name_key)
);

create table folders (
  id bigint not null,
  ancestors bigint[] not null,
  acl_id bigint not null,
  constraint folders_acl_id_fkey FOREIGN KEY (acl_id) REFERENCES acls(id),
  constraint folders_id_fkey FOREIGN KEY (id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint folders_pkey PRIMARY KEY (id)
);

create table fulltext (
  object_id bigint not null,
  version_id bigint not null default 0,
  part integer not null,
  whole boolean not null,
  language text not null,
  words tsvector not null,
  label text collate "C",
  constraint fulltext_object_id_fkey FOREIGN KEY (object_id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint fulltext_pkey PRIMARY KEY (object_id, version_id, part)
);

create table heartbeat (
  one boolean not null default true,
  at timestamp(3) with time zone not null default now(),
  constraint heartbeat_one_check CHECK (one),
  constraint heartbeat_pkey PRIMARY KEY (one)
) with (fillfactor=10);

create table jobs (
  id bigint not null generated always as identity,
  kind text not null,
  key text not null,
  payload jsonb not null default '{}'::jsonb,
  run_at timestamp(3) with time zone not null default now(),
  lease_until timestamp(3) with time zone,
  attempts integer not null default 0,
  error text,
  constraint jobs_kind_key_key UNIQUE (kind, key),
  constraint jobs_pkey PRIMARY KEY (id)
);

create table memberships (
  group_id integer not null,
  member_id integer not null,
  constraint memberships_group_id_fkey FOREIGN KEY (group_id) REFERENCES principals(id) ON DELETE CASCADE,
  constraint memberships_member_id_fkey FOREIGN KEY (member_id) REFERENCES principals(id) ON DELETE CASCADE,
  constraint memberships_pkey PRIMARY KEY (group_id, member_id)
);

create table migrations (
  name text not null,
  applied timestamp(3) with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table objects (
  id bigint not null generated by default as identity,
  parent_id bigint,
  acl_id bigint,
  content_id bigint,
  pwc_of bigint,
  source_id bigint,
  target_id bigint,
  created timestamp(3) with time zone not null,
  modified timestamp(3) with time zone not null,
  since timestamp(3) with time zone not null default now(),
  retain_until timestamp(3) with time zone,
  uuid uuid not null,
  series uuid not null,
  token bigint not null default 1,
  type_id integer not null,
  base smallint not null,
  major integer not null default 1,
  minor integer not null default 0,
  top_major integer not null default 1,
  top_minor integer not null default 0,
  versioned boolean not null default false,
  is_major boolean not null default true,
  pwc boolean not null default false,
  held boolean not null default false,
  immutable boolean not null default false,
  hidden boolean not null default false,
  name text collate "C" not null,
  name_key text collate "C" not null,
  owner text collate "C" not null,
  created_by text collate "C" not null,
  modified_by text collate "C" not null,
  checked_out_by text collate "C",
  mime text collate "C",
  filename text collate "C",
  comment text,
  aspects integer[] not null default '{}'::integer[],
  props jsonb not null default '{}'::jsonb,
  series_created timestamp(3) with time zone,
  series_created_by text collate "C",
  constraint object_sibling_name UNIQUE (parent_id, name_key) INCLUDE (id, acl_id, owner),
  constraint objects_acl_id_fkey FOREIGN KEY (acl_id) REFERENCES acls(id),
  constraint objects_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id),
  constraint objects_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES objects(id),
  constraint objects_pkey PRIMARY KEY (id),
  constraint objects_pwc_of_fkey FOREIGN KEY (pwc_of) REFERENCES objects(id),
  constraint objects_source_id_fkey FOREIGN KEY (source_id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint objects_target_id_fkey FOREIGN KEY (target_id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint objects_type_id_fkey FOREIGN KEY (type_id) REFERENCES types(id)
);

create table preferences (
  principal_id integer not null,
  name text collate "C" not null,
  value text not null,
  constraint preferences_pkey PRIMARY KEY (principal_id, name),
  constraint preferences_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES principals(id) ON DELETE CASCADE
);

create table principals (
  id integer not null generated always as identity,
  name text collate "C" not null,
  kind text not null,
  password text,
  enabled boolean not null default true,
  epoch integer not null default 0,
  admin boolean not null default false,
  authorities integer[] not null default '{}'::integer[],
  display_name text,
  object_id bigint,
  props jsonb not null default '{}'::jsonb,
  constraint principal_name UNIQUE (name),
  constraint principals_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'group'::text, 'role'::text, 'unknown'::text]))),
  constraint principals_pkey PRIMARY KEY (id)
);

create table property_indexes (
  property_id text collate "C" not null,
  property_type text not null,
  cardinality text not null,
  name text not null,
  state text not null default 'wanted'::text,
  constraint property_indexes_name_key UNIQUE (name),
  constraint property_indexes_pkey PRIMARY KEY (property_id)
);

create table released_contents (
  content_id bigint not null,
  since timestamp(3) with time zone not null default clock_timestamp()
);

create table repository (
  id text not null,
  root_id bigint,
  secret bytea not null,
  registry_version bigint not null default 1,
  created timestamp(3) with time zone not null default now(),
  language text not null default 'english'::text,
  languages text[] not null default '{english}'::text[],
  constraint repository_pkey PRIMARY KEY (id)
);

create table site_requests (
  site_id bigint not null,
  principal_id integer not null,
  message text not null default ''::text,
  title text not null default ''::text,
  created timestamp(3) with time zone not null default now(),
  constraint site_requests_pkey PRIMARY KEY (site_id, principal_id),
  constraint site_requests_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES principals(id) ON DELETE CASCADE,
  constraint site_requests_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites(object_id) ON DELETE CASCADE
);

create table site_roles (
  site_id bigint not null,
  rank smallint not null,
  group_id integer not null,
  constraint site_roles_group_id_fkey FOREIGN KEY (group_id) REFERENCES principals(id),
  constraint site_roles_group_id_key UNIQUE (group_id),
  constraint site_roles_pkey PRIMARY KEY (site_id, rank),
  constraint site_roles_rank_check CHECK (((rank >= 1) AND (rank <= 4))),
  constraint site_roles_site_id_fkey FOREIGN KEY (site_id) REFERENCES sites(object_id) ON DELETE CASCADE
);

create table sites (
  object_id bigint not null,
  name text collate "C" not null,
  name_key text collate "C" not null,
  group_id integer not null,
  constraint site_name UNIQUE (name_key),
  constraint sites_group_id_fkey FOREIGN KEY (group_id) REFERENCES principals(id),
  constraint sites_group_id_key UNIQUE (group_id),
  constraint sites_pkey PRIMARY KEY (object_id)
);

create table tickets (
  hash bytea not null,
  principal_id integer not null,
  secret bytea not null,
  expires timestamp(3) with time zone not null,
  constraint tickets_pkey PRIMARY KEY (hash),
  constraint tickets_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES principals(id) ON DELETE CASCADE
);

create table trash (
  id bigint not null,
  uuid uuid not null,
  deleted timestamp(3) with time zone not null,
  deleted_by text collate "C" not null,
  type_ids integer[] not null,
  constraint trash_pkey PRIMARY KEY (id),
  constraint trash_uuid UNIQUE (uuid)
);

create table trash_contents (
  content_id bigint not null,
  trash_id bigint not null,
  constraint trash_contents_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id),
  constraint trash_contents_pkey PRIMARY KEY (content_id, trash_id),
  constraint trash_contents_trash_id_fkey FOREIGN KEY (trash_id) REFERENCES trash(id) ON DELETE CASCADE
);

create table trash_rows (
  trash_id bigint not null,
  kind text not null,
  id bigint not null,
  "row" jsonb not null,
  constraint trash_rows_trash_id_fkey FOREIGN KEY (trash_id) REFERENCES trash(id) ON DELETE CASCADE
);

create table types (
  id integer not null generated always as identity,
  type_id text collate "C" not null,
  query_name text collate "C" not null,
  base text not null,
  parent_id integer,
  declaration jsonb,
  constraint type_id UNIQUE (type_id),
  constraint type_query_name UNIQUE (query_name),
  constraint types_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES types(id),
  constraint types_pkey PRIMARY KEY (id)
);

create table unclaimed_content (
  key text not null,
  since timestamp(3) with time zone not null default clock_timestamp(),
  constraint unclaimed_content_pkey PRIMARY KEY (key)
);

create table versions (
  id bigint not null generated always as identity,
  object_id bigint not null,
  content_id bigint,
  created timestamp(3) with time zone not null,
  modified timestamp(3) with time zone not null,
  retain_until timestamp(3) with time zone,
  type_id integer not null,
  major integer not null,
  minor integer not null,
  is_major boolean not null,
  versioned boolean not null default true,
  held boolean not null default false,
  token bigint not null default 1,
  name text collate "C" not null,
  created_by text collate "C" not null,
  modified_by text collate "C" not null,
  mime text collate "C",
  filename text collate "C",
  comment text,
  aspects integer[] not null default '{}'::integer[],
  props jsonb not null default '{}'::jsonb,
  constraint version_label UNIQUE (object_id, major, minor),
  constraint versions_content_id_fkey FOREIGN KEY (content_id) REFERENCES contents(id),
  constraint versions_object_id_fkey FOREIGN KEY (object_id) REFERENCES objects(id) ON DELETE CASCADE,
  constraint versions_pkey PRIMARY KEY (id),
  constraint versions_type_id_fkey FOREIGN KEY (type_id) REFERENCES types(id)
);

CREATE INDEX acl_object ON public.acls USING btree (object_id);
CREATE INDEX acl_parent ON public.acls USING btree (parent_id);
CREATE INDEX acl_readers ON public.acls USING gin (readers);
CREATE INDEX applied_policy ON public.applied_policies USING btree (policy_id);
CREATE INDEX change_event_deletion ON public.change_events USING btree (object_uuid) WHERE (kind = 'deleted'::text);
CREATE INDEX change_log_object ON public.change_log USING btree (object_uuid, token);
CREATE INDEX content_family ON public.contents USING btree (family) WHERE (family IS NOT NULL);
CREATE INDEX content_text ON public.contents USING btree (text_state, id) WHERE (text_state = ANY (ARRAY['pending'::text, 'failed'::text]));
CREATE INDEX filing_object ON public.filings USING btree (object_id, folder_id);
CREATE INDEX folder_ancestors ON public.folders USING gin (ancestors) WITH (fastupdate=off);
CREATE INDEX fulltext_label ON public.fulltext USING gin (label gin_trgm_ops) WHERE (part = 0);
CREATE INDEX fulltext_parts ON public.fulltext USING gin (words) WHERE (NOT whole);
CREATE INDEX fulltext_whole ON public.fulltext USING gin (words) WHERE whole;
CREATE INDEX job_ready ON public.jobs USING btree (COALESCE(lease_until, run_at), id);
CREATE INDEX membership_member ON public.memberships USING btree (member_id, group_id);
CREATE INDEX object_acl ON public.objects USING btree (acl_id);
CREATE INDEX object_aspects ON public.objects USING gin (aspects) WITH (fastupdate=off);
CREATE INDEX object_checked_out ON public.objects USING btree (checked_out_by) WHERE pwc;
CREATE INDEX object_content ON public.objects USING btree (content_id) WHERE (content_id IS NOT NULL);
CREATE INDEX object_folder ON public.objects USING btree (parent_id, id) WHERE (base = 0);
CREATE INDEX object_folders_first ON public.objects USING btree (parent_id, LEAST(base, (1)::smallint), name_key) INCLUDE (id, acl_id, owner, type_id, base);
CREATE INDEX object_in_folder_modified ON public.objects USING btree (parent_id, modified DESC, id);
CREATE INDEX object_modified ON public.objects USING btree (modified DESC, id);
CREATE INDEX object_name ON public.objects USING btree (name);
CREATE INDEX object_name_key ON public.objects USING btree (name_key, id);
CREATE UNIQUE INDEX object_pwc ON public.objects USING btree (pwc_of) WHERE (pwc_of IS NOT NULL);
CREATE INDEX object_retained ON public.objects USING btree (id) WHERE (held OR (retain_until IS NOT NULL));
CREATE INDEX object_source ON public.objects USING btree (source_id, type_id, id) WHERE (source_id IS NOT NULL);
CREATE INDEX object_target ON public.objects USING btree (target_id, type_id, id) WHERE (target_id IS NOT NULL);
CREATE INDEX object_type ON public.objects USING btree (type_id, id);
CREATE UNIQUE INDEX object_uuid ON public.objects USING btree (uuid);
CREATE INDEX object_working_copy ON public.objects USING btree (parent_id, id) WHERE pwc;
CREATE INDEX group_name ON public.principals USING btree (name) WHERE (kind = 'group'::text);
CREATE INDEX person_name ON public.principals USING btree (name) WHERE (kind = 'person'::text);
CREATE INDEX released_since ON public.released_contents USING btree (since);
CREATE INDEX site_request_person ON public.site_requests USING btree (principal_id, created);
CREATE INDEX ticket_expires ON public.tickets USING btree (expires);
CREATE INDEX trash_deleted ON public.trash USING btree (deleted DESC, id);
CREATE INDEX trash_deleted_by ON public.trash USING btree (deleted_by, deleted DESC, id);
CREATE INDEX trash_types ON public.trash USING gin (type_ids);
CREATE INDEX trash_contents_of ON public.trash_contents USING btree (trash_id);
CREATE INDEX trash_rows_of ON public.trash_rows USING btree (trash_id, kind, id);
CREATE INDEX unclaimed_since ON public.unclaimed_content USING btree (since);
CREATE INDEX version_content ON public.versions USING btree (content_id) WHERE (content_id IS NOT NULL);
CREATE INDEX version_type ON public.versions USING btree (type_id);
