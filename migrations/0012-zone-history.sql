-- The zone whose calendar a department followed until then: a gift that is taken back leaves the day that it was counted on,
-- wherever the department has moved since. Null where nobody wrote it down.
alter table budget_policy add column time_zone_before text;

update budget_policy p set time_zone_before = known.before
  from (select s.organization_id, s.department_id, s.id,
               lag(a.detail ->> 'timeZone') over (
                 partition by s.organization_id, s.department_id order by s.set_at, s.id) as before
          from budget_policy s
          left join activity a
            on a.organization_id = s.organization_id and a.kind = 'budget.set' and a.at = s.set_at
           and a.detail ->> 'departmentId' = s.department_id::text) known
 where p.organization_id = known.organization_id and p.department_id = known.department_id and p.id = known.id
   and known.before is not null;
