-- Who somebody in chat is: on whose word an account was joined to a person, when the platform was last asked about it, and
-- what it said. An account that nobody has vouched for waits for an admin.

alter table identity
  -- HR named it, an admin confirmed it, a mapped chat role made the person, or the address alone matched.
  add column linked_by text not null default 'address' check (linked_by in ('hr', 'admin', 'role', 'address')),
  add column looked_at timestamptz,
  -- What the platform says: a guest there; deactivated or gone since.
  add column is_guest boolean not null default false,
  add column gone_at timestamptz;

-- Links by address or role were recorded; the others came from HR's file. What an older process still links counts as by
-- address, which gives the fewest rights.
update identity i
   set linked_by = case known.by when 'role' then 'role' when 'email' then 'address' else 'hr' end
  from (select l.organization_id, l.platform, l.user_id,
               (select a.detail ->> 'by' from activity a
                 where a.organization_id = l.organization_id and a.subject_id = l.person_id
                   and a.kind = 'identity.linked' and a.detail ->> 'platform' = l.platform
                   and a.detail ->> 'userId' = l.user_id
                 order by a.at desc limit 1) as by
          from identity l) known
 where (i.organization_id, i.platform, i.user_id) = (known.organization_id, known.platform, known.user_id);

create table pending_identity (
  organization_id uuid not null references organization,
  -- What people tell their admin.
  number integer generated always as identity unique,
  platform text not null,
  user_id text not null,
  workspace_id text not null,
  -- Whose address it has.
  person_id uuid not null,
  status text not null check (status in ('pending', 'linked')),
  reason text not null check (reason in ('outsider', 'unconfirmed_address', 'guest', 'second_account', 'role', 'unlinked')),
  -- What the platform said about the account.
  profile jsonb not null,
  asked_at timestamptz not null,
  primary key (organization_id, platform, user_id),
  foreign key (organization_id, person_id) references person
);
create index pending_identity_person on pending_identity (organization_id, person_id);

-- A one-time code with which a workspace joins. Only its hash is kept.
create table workspace_invite (
  organization_id uuid not null references organization,
  code_hash bytea not null primary key,
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (organization_id, invited_by) references person
);
