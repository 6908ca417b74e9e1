import { entriesAbout } from './rule-words.ts';

/** The gifts that were not taken back and have not expired. */
export const KEPT_GIFTS = `(select g.* from gift g
 where g.status not in ('voided', 'expired')
   and not exists (select from ${entriesAbout('wallet.adjusted')} reversed
                    where reversed.organization_id = g.organization_id and reversed.gift_id = g.id))`;

/** The departments that have never moved to another time zone. */
export const SETTLED_DEPARTMENTS = `(select d.organization_id, d.id, d.time_zone from department d
 where not exists (select from budget_policy b where b.organization_id = d.organization_id and b.department_id = d.id
                      and b.time_zone_before <> d.time_zone)
   and not exists (select from change c where c.organization_id = d.organization_id and c.subject = 'department'
                      and c.key = d.id::text and c.before ->> 'time_zone' <> d.time_zone))`;
