-- What: a record that others were merged into can be merged itself, and theirs are kept by the record that is kept of it.
-- Why: a third record of somebody turns up after two of theirs were merged, and may be the one to keep.
set local lock_timeout = '5s';

drop trigger merged_once on person_merge;
drop function refuse_chained_merge();

-- `kept_id` says who they are by now, so that whoever asks for somebody asks once. Where it went first stays in `change`.
create function pass_on_merged() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update person_merge set kept_id = new.kept_id where organization_id = new.organization_id and kept_id = new.person_id;
  return null;
end $$;
create trigger merged_pass_on after insert on person_merge for each row execute function pass_on_merged();

drop trigger person_merge_append_only on person_merge;
create trigger person_merge_append_only before delete or truncate on person_merge
  for each statement execute function refuse_change();

create function refuse_change_of_merge() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if to_jsonb(new) - 'kept_id' is distinct from to_jsonb(old) - 'kept_id'
     or not exists (select from person_merge m
                     where m.organization_id = old.organization_id and m.person_id = old.kept_id and m.kept_id = new.kept_id) then
    raise exception 'person % stays merged into %', old.person_id, old.kept_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger person_merge_settled before update on person_merge for each row execute function refuse_change_of_merge();
