-- What: what a company's directory says of its people and groups by SCIM: under which names it knows them, and which groups are
-- departments here.
-- Why: a directory asks for people by names of its own, and compares what it sent with what it reads. Who somebody is here, and what
-- they may do, stays in `person`.
set local lock_timeout = '5s';

create table scim_user (
  organization_id uuid not null,
  person_id uuid not null,
  user_name text not null check (user_name <> ''),
  user_name_key text generated always as (fold_text(user_name)) stored,
  external_id text,
  given_name text,
  family_name text,
  display_name text,
  -- Whom the directory names as manager and has not brought yet.
  manager_ref text,
  -- When the directory last said that they left.
  left_at timestamptz,
  primary key (organization_id, person_id),
  unique (organization_id, user_name_key),
  foreign key (organization_id, person_id) references person
);
create index scim_user_external on scim_user (organization_id, external_id) where external_id is not null;
create index scim_user_waits on scim_user (organization_id, manager_ref) where manager_ref is not null;
create index scim_user_left on scim_user (organization_id, left_at) where left_at is not null;

create table scim_group (
  organization_id uuid not null references organization,
  id uuid not null,
  display_name text not null check (display_name <> ''),
  name_key text generated always as (fold_text(display_name)) stored,
  external_id text,
  -- Its members belong there; null: the group means nothing here.
  department_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references department
);
create index scim_group_called on scim_group (organization_id, name_key);

create table scim_group_member (
  organization_id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  primary key (organization_id, group_id, person_id),
  foreign key (organization_id, group_id) references scim_group on delete cascade,
  foreign key (organization_id, person_id) references person
);
create index scim_group_member_person on scim_group_member (organization_id, person_id);

-- Until when a directory may deactivate more people than usual.
create table scim_brake (
  organization_id uuid primary key references organization,
  open_until timestamptz not null
);
