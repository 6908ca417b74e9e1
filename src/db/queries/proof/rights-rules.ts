import { type Deed, deedsOf, RELATIONS, type Resource } from '#src/domain/people/access.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { listOf } from './rule-words.ts';

/** Whether somebody, by their id in SQL, has ever had a role that may do one of these deeds, as the record says. */
function hasEverHad(who: string, resource: Resource, deeds: readonly Deed[]): string {
  const roles = ROLES.filter((role) =>
    RELATIONS.some((relation) => deedsOf(role, resource, relation).some((deed) => deeds.includes(deed))),
  );
  return `exists (select from change c where c.organization_id = a.organization_id and c.subject = 'person' and c.key = ${who}::text
                     and (c.before ->> 'role' in (${listOf(roles)}) or c.after ->> 'role' in (${listOf(roles)})))`;
}

/**
 * Rules that what people did must keep with the rights that the record says they had: a right that somebody gave themselves for a
 * moment, past the record, is not on it. What was done before there was a record is not asked about. Each query returns the rows
 * that break its rule, in words.
 */
export const RIGHTS_RULES: Record<string, string> = {
  'nobody has given who never had the right to': `
    select format('gift %s: person %s', a.gift_id, a.actor_id) as broken
      from activity a
     where a.kind in ('gift.issued', 'gift.reserved') and a.mac is not null
       and not ${hasEverHad('a.actor_id', 'budget', ['give', 'give-in-bulk'])}`,
  'nobody has reset a second factor who was never an admin': `
    select format('reset %s: person %s', a.detail ->> 'resetId', w.who) as broken
      from activity a
     cross join lateral (values (a.actor_id::text), (a.detail ->> 'askedBy')) w (who)
     where a.kind = 'factor.reset' and not ${hasEverHad('w.who', 'person', ['entitle'])}`,
  'nobody has granted promotional credit who never had the right to': `
    select format('promotional credit %s: person %s', a.id, a.granted_by) as broken
      from promo_grant a
     where not ${hasEverHad('a.granted_by', 'wallet', ['grant'])}`,
  'nobody has frozen or closed a wallet who never had the right to': `
    select format('%s of person %s: person %s', a.kind, a.subject_id, a.actor_id) as broken
      from activity a
     where a.kind in ('wallet.frozen', 'wallet.unfrozen', 'wallet.closing-asked', 'code.reissue-asked') and a.actor_id is not null
       and not ${hasEverHad('a.actor_id', 'wallet', ['guard'])}`,
};
