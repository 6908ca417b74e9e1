-- A batch has many gifts of few givers and departments: these are looked up once each, not once for every gift. What a
-- request refers to is checked a statement at a time throughout, as in 0010.

create or replace function check_recognition() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown record;
begin
  select n.giver_id, n.department_id, n.paying_department_id into unknown
    from (select distinct organization_id, giver_id, department_id, paying_department_id from new_rows) n
   where (select true from organization o where o.id = n.organization_id) is null
      or n.giver_id is not null
     and (select true from person p where p.organization_id = n.organization_id and p.id = n.giver_id) is null
      or n.department_id is not null
     and (select true from department d where d.organization_id = n.organization_id and d.id = n.department_id) is null
      or n.paying_department_id is not null
     and (select true from department d where d.organization_id = n.organization_id and d.id = n.paying_department_id) is null
   limit 1;
  if found then
    raise exception 'a request refers to giver %, department % or paying department %, which its organization does not have',
      unknown.giver_id, unknown.department_id, unknown.paying_department_id
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;

alter table recognition
  drop constraint recognition_organization_id_fkey,
  drop constraint recognition_organization_id_paying_department_id_fkey;

create or replace function check_gift() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown record;
begin
  select n.id into unknown from new_rows n
   where (select true from recognition r where r.organization_id = n.organization_id and r.id = n.recognition_id) is null
      or (select true from person p where p.organization_id = n.organization_id and p.id = n.recipient_id) is null
   limit 1;
  if found then
    raise exception 'gift % refers to a request or a recipient that its organization does not have', unknown.id
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;

  select n.giver_id, n.department_id into unknown
    from (select distinct organization_id, giver_id, department_id from new_rows) n
   where (select true from person p where p.organization_id = n.organization_id and p.id = n.giver_id) is null
      or (select true from department d where d.organization_id = n.organization_id and d.id = n.department_id) is null
   limit 1;
  if found then
    raise exception 'a gift refers to giver % or department %, which its organization does not have',
      unknown.giver_id, unknown.department_id using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;
