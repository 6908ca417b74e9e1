/**
 * Rules that second factors, recovery codes and their resets must keep with what is on record of them. Each query returns the rows that
 * break its rule, in words.
 */
export const FACTOR_RULES: Record<string, string> = {
  'every second factor was added and ended as it is on record': `
    select format('second factor %s of person %s', coalesce(f.id, a.id), coalesce(f.person_id, a.person_id)) as broken
      from (select organization_id, id::text, person_id, 'factor.added' as what, confirmed_at as at
              from factor where confirmed_at is not null
             union all
            select organization_id, id::text, person_id, 'factor.ended', ended_at
              from factor where confirmed_at is not null and ended_at is not null) f
      full join (select organization_id, detail ->> 'factorId' as id, subject_id as person_id, kind as what, at
                   from activity where kind in ('factor.added', 'factor.ended')) a
        on a.organization_id = f.organization_id and a.id = f.id and a.person_id = f.person_id and a.what = f.what and a.at = f.at
     where f.id is null or a.id is null`,
  'every recovery code that was used is on record': `
    select format('recovery code %s of person %s', c.id, c.person_id) as broken
      from recovery_code c
      left join activity a
        on a.organization_id = c.organization_id and a.kind = 'factor.passed' and a.actor_id = c.person_id
       and a.detail ->> 'codeId' = c.id::text and a.at = c.used_at
     where c.used_at is not null and a.id is null`,
  'every second factor that was reset had the word of two admins, as it is on record': `
    select format('reset %s of the second factor of person %s', coalesce(r.id::text, a.id), coalesce(r.person_id, a.subject_id)) as broken
      from (select * from factor_reset where status = 'confirmed') r
      full join (select organization_id, detail ->> 'resetId' as id, actor_id, subject_id, at, detail ->> 'askedBy' as asked_by
                   from activity where kind = 'factor.reset') a
        on a.organization_id = r.organization_id and a.id = r.id::text
     where (r.person_id, r.decided_by, r.decided_at, r.asked_by::text) is distinct from (a.subject_id, a.actor_id, a.at, a.asked_by)
        or r.asked_by in (r.decided_by, r.person_id) or r.decided_by = r.person_id`,
};
