-- What: records of people that were merged into another record of the same person, and the entries that move their money.
-- Why: an import or a second sign-up makes two records of one person, each with a wallet; nobody could bring their money together.
set local lock_timeout = '5s';

-- `person_id` is empty and stays so; `kept_id` is who they are. Nothing is merged into a record that was merged itself.
create table person_merge (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  kept_id uuid not null,
  merged_at timestamptz not null,
  -- Null: somebody with a shell.
  merged_by uuid,
  primary key (organization_id, id),
  unique (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, kept_id) references person (organization_id, id),
  foreign key (organization_id, merged_by) references person (organization_id, id),
  check (person_id <> kept_id)
);
create index person_merge_kept on person_merge (organization_id, kept_id);
create trigger person_merge_append_only before update or delete or truncate on person_merge
  for each statement execute function refuse_change();

-- Nothing comes to a record that was merged. The check follows that of the references, which waits for a transaction that merges.
create function refuse_merged() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  merged uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if exists (select from person_merge m where m.organization_id = new.organization_id and m.person_id = merged) then
    raise exception 'person % was merged into another record: nothing comes to it any more', merged
      using errcode = 'restrict_violation', constraint = 'merged_for_good';
  end if;
  return null;
end $$;
create trigger merged_for_good after insert or update of person_id on identity
  for each row execute function refuse_merged('person_id');
create trigger merged_for_good after insert or update of person_id on pending_identity
  for each row execute function refuse_merged('person_id');
create trigger merged_for_good after insert on gift for each row execute function refuse_merged('recipient_id');
create trigger merged_giver_for_good after insert on gift for each row execute function refuse_merged('giver_id');
-- What a checkout gives back of credit that is over belongs to its buyer first, and is moved on at once.
create trigger merged_for_good after insert on promo_grant
  for each row when (new.request_id not like 'back:%') execute function refuse_merged('person_id');
create trigger merged_for_good after insert on checkout for each row execute function refuse_merged('person_id');
create trigger merged_for_good after insert on session for each row execute function refuse_merged('person_id');
create trigger merged_for_good after insert on sign_in for each row execute function refuse_merged('person_id');
create trigger merged_for_good after insert on api_token for each row execute function refuse_merged('person_id');
create trigger merged_for_good after update of deactivated_at on person
  for each row when (new.deactivated_at is null and old.deactivated_at is not null) execute function refuse_merged('id');
create trigger merged_for_good after insert on person_merge for each row execute function refuse_merged('kept_id');

-- A record that others were merged into is not merged itself, so that whoever asks for somebody asks once.
create function refuse_chained_merge() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from person_merge m where m.organization_id = new.organization_id and m.kept_id = new.person_id) then
    raise exception 'person % has records of others merged into it', new.person_id
      using errcode = 'restrict_violation', constraint = 'merged_once';
  end if;
  return null;
end $$;
create trigger merged_once after insert on person_merge for each row execute function refuse_chained_merge();

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('wallet.merged', 'merge', '{wallet.merged}', '{wallet_gift,wallet_promo}', '{wallet_gift,wallet_promo}', false),
  ('wallet.merged', 'refund', '{refund.merged}', '{wallet_gift,wallet_promo}', '{wallet_gift,wallet_promo}', false);
alter table entry_rule enable trigger entry_rule_by_migration;

create index entry_merged on entry (organization_id) where kind = 'wallet.merged';

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('person_merge', '{id}', '{person_id,kept_id,merged_at,merged_by}', '{}');
create trigger person_merge_on_record after insert or update or delete on person_merge
  for each row execute function log_change();
