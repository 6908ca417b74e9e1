import { money } from './rule-words.ts';

/** In the order of time, which is not that of the postings where clocks differ. */
function standingRule(): string {
  const told = ['came_minor', 'balance_minor', 'came', 'balance'].map((one) =>
    money(`s.${one}`, 'a.currency'),
  );
  return `
    select format('wallet %s at %s, posting %s: %s came and %s was left, postings say %s and %s', s.account_id, s.at, s.posting_id,
                  ${told.join(', ')}) as broken
      from (select *
              from wallet_standing
              full join (select p.organization_id, p.account_id, e.occurred_at as at, p.id as posting_id,
                                sum(greatest(p.amount, 0)) over so_far as came, sum(p.amount) over so_far as balance
                           from account a
                           join posting p on p.organization_id = a.organization_id and p.account_id = a.id
                           join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
                          where a.kind in ('wallet_gift', 'wallet_promo')
                         window so_far as (partition by p.organization_id, p.account_id order by e.occurred_at, p.id)) posted
                using (organization_id, account_id, at, posting_id)) s
      left join account a on a.organization_id = s.organization_id and a.id = s.account_id
     where (s.came_minor, s.balance_minor) is distinct from (s.came, s.balance)`;
}

/** What stood in a wallet after each posting must be what was posted until then. */
export const STANDING_RULES: Record<string, string> = {
  'every wallet’s standing is what was posted until then': standingRule(),
};
