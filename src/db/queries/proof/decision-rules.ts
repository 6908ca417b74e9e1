import { deedsOf, type Relation } from '#src/domain/people/access.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { listOf } from './rule-words.ts';

function rolesThatDecide(relation: Relation): string {
  return listOf(ROLES.filter((role) => deedsOf(role, 'approval', relation).includes('decide')));
}

/** What is changed by a long transaction, others see only later: so a right counts for a while before and after. */
const LONGEST = `interval '10 minutes'`;

/** What people and delegations have been, as the record says, each from one change to the next. */
function statesOf(subject: 'person' | 'delegation'): string {
  return `(select organization_id, key, after, at - ${LONGEST} as since,
           lead(at) over (partition by organization_id, key order by number) + ${LONGEST} as until
      from change where subject = '${subject}')`;
}

/** The decisions that people took, each with its change on record. */
const DECISIONS = `(select p.organization_id, p.id, p.kind, p.department_id::text as department_id, p.decided_by::text as decided_by, p.decided_at, c.at
    from approval p
    join change c on c.organization_id = p.organization_id and c.subject = 'approval' and c.key = p.id::text
     and c.before ->> 'status' = 'open' and c.after ->> 'status' <> 'open'
   where p.decided_by is not null)`;

/** The decisions of people who had the right to then, for themselves or for somebody they stood in for. */
const ALLOWED = `(with recursive decider (organization_id, id, person_id, decided_at, at) as (
  select organization_id, id, decided_by, decided_at, at from ${DECISIONS} decided
   union
  -- Whoever they stood in for then.
  select d.organization_id, d.id, s.after ->> 'person_id', d.decided_at, d.at
    from decider d
    join ${statesOf('delegation')} s
      on s.organization_id = d.organization_id and s.after ->> 'delegate_id' = d.person_id
     and s.since <= d.at and (s.until is null or s.until >= d.at)
     and (s.after ->> 'starts_at')::timestamptz <= d.decided_at + interval '1 minute'
     and (s.after ->> 'ends_at')::timestamptz > d.decided_at - interval '1 minute'
)
  select distinct a.organization_id, a.id
    from ${DECISIONS} a
    join decider d on d.organization_id = a.organization_id and d.id = a.id
    join ${statesOf('person')} s
      on s.organization_id = d.organization_id and s.key = d.person_id and s.since <= a.at and (s.until is null or s.until >= a.at)
   where s.after ->> 'deactivated_at' is null
     and (s.after ->> 'role' in (${rolesThatDecide('all')})
          or (a.kind = 'gift' and s.after ->> 'role' in (${rolesThatDecide('department')})
              and s.after ->> 'department_id' = a.department_id)))`;

/**
 * Rules that decisions must keep with the rights that the record says people had when they took them. Each query returns the rows
 * that break its rule, in words.
 */
export const DECISION_RULES: Record<string, string> = {
  'nobody has decided who had no right to then': `
    select format('approval %s: person %s, who was %s then', a.id, a.decided_by, coalesce(s.after ->> 'role', 'nobody')) as broken
      from ${DECISIONS} a
      left join ${ALLOWED} allowed using (organization_id, id)
      left join ${statesOf('person')} s
        on s.organization_id = a.organization_id and s.key = a.decided_by
       and s.since + ${LONGEST} <= a.at and (s.until is null or s.until - ${LONGEST} > a.at)
     where allowed.id is null`,
};
