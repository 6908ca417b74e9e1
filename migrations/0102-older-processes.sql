-- What: whoever still reads the daily reports of before 0077 is told in words to restart.
-- Why: those tables are gone, so that an older process said only that a relation does not exist.
set local lock_timeout = '5s';

create or replace function refuse_older_process() returns boolean language plpgsql stable set search_path = public, pg_temp as $$
begin
  raise exception 'This process is older than its database: restart it with the new version' using errcode = 'restrict_violation';
end $$;

-- Columns of a table, and no constants: what compares one with a constant would be decided before the function is asked.
create view gift_daily as
  select organization_id, dimension, start as day, department_id, span as what, currency, member, gifts::integer as gifts,
         given_minor as amount_minor
    from spend_sum where refuse_older_process();
create view spent_daily as
  select organization_id, start as day, department_id, department_id as marketplace_id, department_id as person_id, member as region,
         currency, spent_minor as amount_minor
    from spend_sum where refuse_older_process();
