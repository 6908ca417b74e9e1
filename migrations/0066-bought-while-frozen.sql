-- What: a card that a provider has sold for a gift is booked although its recipient's wallet is frozen, and the code of a gift that is a
-- card cannot be reported.
-- Why: what is bought cannot be given back, so nothing may keep it from the books. It enters no wallet, and is shown to nobody while the
-- wallet is frozen.
set local lock_timeout = '5s';

create or replace function refuse_frozen() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from gift_card c
              where c.organization_id = new.organization_id and c.gift_id = new.id and c.status = 'bought') then
    return new;
  end if;
  if exists (select from code_report r
              where r.organization_id = new.organization_id and r.gift_id = new.id and r.ended_at is null) then
    raise exception 'the code of gift % is reported: it cannot be redeemed', new.id using errcode = 'restrict_violation';
  end if;
  if exists (select from wallet w
              where w.organization_id = new.organization_id and w.person_id = new.recipient_id and w.frozen_at is not null) then
    raise exception 'the wallet of person % is frozen', new.recipient_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- Whoever reports asks before; so does the database.
create function refuse_report_of_card() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from gift_card c
              where c.organization_id = new.organization_id and c.gift_id = new.gift_id and c.status not in ('failed', 'dropped')) then
    raise exception 'gift % is a gift card: it has no code to report', new.gift_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger code_report_of_a_code before insert on code_report
  for each row execute function refuse_report_of_card();
