-- What departments gave a day, whoever gave it and why: a report by department costs days × departments, however many givers
-- and occasions there are. Kept from the daily roll-up by its triggers, for processes too that do not know of it.
create table department_spend_daily (
  organization_id uuid not null,
  -- In the department's time zone.
  day date not null,
  department_id uuid not null,
  currency text not null,
  -- Zero where everything was taken back.
  gifts integer not null,
  amount_minor bigint not null,
  primary key (organization_id, day, department_id, currency),
  foreign key (organization_id, department_id) references department
);

-- An upsert of the daily roll-up is both an insert and an update. Three functions, because each has other transition tables.
create function add_department_spend() returns trigger language plpgsql as $$
begin
  insert into department_spend_daily as s (organization_id, day, department_id, currency, gifts, amount_minor)
  select organization_id, day, department_id, currency, sum(gifts), sum(amount_minor)
    from came group by organization_id, day, department_id, currency
   order by organization_id, department_id, day, currency
  on conflict (organization_id, day, department_id, currency) do update
    set gifts = s.gifts + excluded.gifts, amount_minor = s.amount_minor + excluded.amount_minor;
  return null;
end $$;

create function change_department_spend() returns trigger language plpgsql as $$
begin
  insert into department_spend_daily as s (organization_id, day, department_id, currency, gifts, amount_minor)
  select organization_id, day, department_id, currency, sum(gifts), sum(amount_minor)
    from (select organization_id, day, department_id, currency, gifts, amount_minor from came
          union all
          select organization_id, day, department_id, currency, -gifts, -amount_minor from went) moved
   group by organization_id, day, department_id, currency
   order by organization_id, department_id, day, currency
  on conflict (organization_id, day, department_id, currency) do update
    set gifts = s.gifts + excluded.gifts, amount_minor = s.amount_minor + excluded.amount_minor;
  return null;
end $$;

create function lessen_department_spend() returns trigger language plpgsql as $$
begin
  update department_spend_daily s set gifts = s.gifts - gone.gifts, amount_minor = s.amount_minor - gone.amount_minor
    from (select organization_id, day, department_id, currency, sum(gifts) as gifts, sum(amount_minor) as amount_minor
            from went group by organization_id, day, department_id, currency) gone
   where s.organization_id = gone.organization_id and s.day = gone.day and s.department_id = gone.department_id
     and s.currency = gone.currency;
  return null;
end $$;

create trigger spend_daily_inserted after insert on spend_daily
  referencing new table as came for each statement execute function add_department_spend();
create trigger spend_daily_updated after update on spend_daily
  referencing old table as went new table as came for each statement execute function change_department_spend();
create trigger spend_daily_deleted after delete on spend_daily
  referencing old table as went for each statement execute function lessen_department_spend();

-- The triggers keep writers out until this is committed, so nothing is counted twice or missed.
insert into department_spend_daily (organization_id, day, department_id, currency, gifts, amount_minor)
select organization_id, day, department_id, currency, sum(gifts), sum(amount_minor)
  from spend_daily group by organization_id, day, department_id, currency order by organization_id, day, department_id;
