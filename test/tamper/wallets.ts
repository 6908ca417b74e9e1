import type { Alteration } from './tampering.ts';

function person(name: string): string {
  return `(select id from person where name like '${name} %')`;
}

/** Bob's credit of so many cents. */
function grant(cents: number): string {
  return `(select id from promo_grant where amount_minor = ${cents})`;
}

function gift(cents: number): string {
  return `(select id from gift where amount_minor = ${cents})`;
}

/** Bob’s reward of so many cents. */
function reward(cents: number): string {
  return `(select id from reward_order where amount_minor = ${cents})`;
}

function ofReward(change: string, id = reward(2_600)): Pick<Alteration, 'by' | 'row'> {
  return { by: `update reward_order set ${change} where id = ${id}`, row: `select ${id}` };
}

const UUID = `'00000000-0000-7000-8000-0000000000ab'::uuid`;
const [open, expired, takenBack] = [grant(500), grant(501), grant(502)];
const [replaced, reported] = [gift(1_700), gift(1_800)];
const mallory = person('Mallory');
const eve = person('Eve');
const closing = '(select id from wallet_closing)';

/** Of the record of Pia that was merged last, and of the one that was merged into it before. */
const ofPia = `person_id = ${person('Pia')}`;
const ofPiet = `person_id = ${person('Piet')}`;
const merge = `(select id from person_merge where ${ofPia})`;
const earlierMerge = `(select id from person_merge where ${ofPiet})`;
const mergeEntry = `(select id from entry where kind = 'wallet.merged' and subject_id = ${merge})`;
const earlierEntry = `(select id from entry where kind = 'wallet.merged' and subject_id = ${earlierMerge})`;
const onwardEntry = `(select id from entry where kind = 'wallet.merged' and subject_type = 'refund' order by occurred_at limit 1)`;
const lastOnwardEntry = `(select id from entry where kind = 'wallet.merged' and subject_type = 'refund' order by occurred_at desc limit 1)`;

function ofGrant(change: string, id = open): Pick<Alteration, 'by' | 'row'> {
  return { by: `update promo_grant set ${change} where id = ${id}`, row: `select ${id}` };
}

function accountOf(id: string): string {
  return `(select id from account where kind = 'wallet_promo' and period = ${id}::text)`;
}

function checkout(cents: number): string {
  return `(select id from checkout where amount_minor = ${cents})`;
}

const [held, captured, voided] = [checkout(701), checkout(702), checkout(703)];

function ofCheckout(change: string, id = captured): Pick<Alteration, 'by' | 'row'> {
  return { by: `update checkout set ${change} where id = ${id}`, row: `select ${id}` };
}

function ofTender(change: string, id = captured, kind = 'gift'): Pick<Alteration, 'by' | 'row'> {
  const row = `select id from tender where checkout_id = ${id} and kind = '${kind}'`;
  return { by: `update tender set ${change} where id in (${row})`, row: `${row} union all select ${id}` };
}

/** Purchases, their tenders, refunds and where they went, and marketplaces. */
const CHECKOUT_ALTERATIONS: readonly Alteration[] = [
  { what: 'a purchase is somebody else’s', ...ofCheckout(`person_id = ${eve}`) },
  { what: 'a purchase was for more', ...ofCheckout('amount_minor = 70000') },
  {
    what: 'a report says that less was spent',
    by: `update spend_sum set spent_minor = 1 where spent_minor > 0 and dimension = 'marketplace' and span = 'day'`,
    row: `select marketplace_id from checkout where id = ${captured}`,
  },
  {
    what: 'more is said to have come into wallets',
    by: 'update wallet_standing set came_minor = came_minor + 100',
    row: 'select account_id from wallet_standing',
  },
  {
    what: 'what was in wallets was there a day earlier',
    by: `update wallet_standing set at = at - interval '1 day'`,
    row: 'select account_id from wallet_standing',
  },
  {
    what: 'what was in wallets is gone',
    by: 'delete from wallet_standing',
    row: `select id from account where kind = 'wallet_gift'`,
  },
  { what: 'less was taken for a purchase', ...ofCheckout('captured_minor = 1') },
  {
    what: 'a purchase was made elsewhere',
    ...ofCheckout(`marketplace_id = (select id from marketplace where name = 'Another')`),
  },
  {
    what: 'a voided purchase is held again',
    ...ofCheckout(`status = 'authorized', ended_at = null`, voided),
  },
  {
    what: 'a purchase is held for longer',
    ...ofCheckout(`expires_at = expires_at + interval '1 year'`, held),
  },
  {
    what: 'a purchase that is held is said to be voided',
    ...ofCheckout(`status = 'voided', ended_at = now()`, held),
  },
  { what: 'a tender paid more', ...ofTender('authorized_minor = 70000') },
  { what: 'less of a tender was taken', ...ofTender('captured_minor = 1, refunded_minor = 0') },
  { what: 'less of a tender was refunded', ...ofTender('refunded_minor = 0') },
  {
    what: 'a tender of credit is one of gift funds',
    ...ofTender(`kind = 'gift', grant_id = null`, captured, 'promo'),
  },
  { what: 'a tender is of another purchase', ...ofTender(`checkout_id = ${held}, place = 9`) },
  {
    what: 'a tender is gone',
    by: `delete from tender where checkout_id = ${captured} and kind = 'gift'`,
    row: `select id from tender where checkout_id = ${captured} union all select ${captured}`,
  },
  {
    what: 'a refund is gone, and where it went',
    by: `delete from given_back where refund_id is not null; delete from refund`,
    row: `select id from refund union all select ${captured}`,
  },
  { what: 'a refund was of less', by: 'update refund set amount_minor = 1', row: 'select id from refund' },
  {
    what: 'a refund went elsewhere',
    by: `update given_back set way = 'payment' where refund_id is not null and way = 'wallet'`,
    row: `select id from given_back where refund_id is not null union all select ${captured}`,
  },
  {
    what: 'the record of a purchase is gone',
    by: `delete from activity where kind = 'checkout.authorized' and detail ->> 'checkoutId' = ${held}::text`,
    row: `select ${held}`,
  },
  {
    what: 'the record of a refund is gone',
    by: `delete from activity where kind = 'checkout.refunded'`,
    row: 'select id from refund',
  },
  {
    what: 'a marketplace has another currency',
    by: `update marketplace set currency = 'EUR' where name = 'Store'`,
    row: `select id from marketplace where name = 'Store'`,
  },
  {
    what: 'a purchase was refunded by an entry that nobody asked for',
    by: `insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
         select organization_id, ${UUID}, 'checkout.refunded', 'checkout.refunded:' || ${UUID}, 'refund', ${UUID}, now() from checkout where id = ${captured};
         insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
         select organization_id, ${UUID}, id, currency, case kind when 'settled' then -5 else 5 end, balance + case kind when 'settled' then -5 else 5 end
           from account where (kind = 'settled' and currency = 'USD' and balance > 0) or (kind = 'wallet_gift' and owner_id = ${person('Bob')});
         update account set balance = balance + case kind when 'settled' then -5 else 5 end
          where (kind = 'settled' and currency = 'USD' and balance > 0) or (kind = 'wallet_gift' and owner_id = ${person('Bob')})`,
    row: `select ${UUID}`,
  },
];

/** Promotional credits, reported codes, frozen and closed wallets, and the rules that guard them. */
export const WALLET_ALTERATIONS: readonly Alteration[] = [
  ...CHECKOUT_ALTERATIONS,
  { what: 'credit is somebody else’s', ...ofGrant(`person_id = ${eve}`) },
  { what: 'credit is more', ...ofGrant('amount_minor = 50000') },
  {
    what: 'credit was paid by another department',
    ...ofGrant(`department_id = (select id from department where name = 'Design')`),
  },
  { what: 'credit lasts longer', ...ofGrant(`expires_at = expires_at + interval '1 year'`) },
  { what: 'credit was granted by somebody else', ...ofGrant(`granted_by = ${eve}`) },
  { what: 'credit was granted for another reason', ...ofGrant(`reason = 'for nothing'`) },
  { what: 'credit that expired is open again', ...ofGrant(`status = 'open', ended_at = null`, expired) },
  {
    what: 'credit that was taken back is open again',
    ...ofGrant(`status = 'open', ended_at = null`, takenBack),
  },
  {
    what: 'credit that expired is said to have been taken back',
    ...ofGrant(`status = 'taken-back'`, expired),
  },
  {
    what: 'credit is there that nobody granted',
    by: `insert into promo_grant (organization_id, id, person_id, department_id, amount_minor, currency, reason, granted_at, granted_by,
           expires_at, request_id)
         select organization_id, ${UUID}, person_id, department_id, 90000, currency, reason, granted_at, granted_by, expires_at, 'x'
           from promo_grant where id = ${open}`,
    row: `select ${UUID}`,
  },
  {
    what: 'credit was raised with its account',
    by: `update promo_grant set amount_minor = 900 where id = ${open};
         update account set balance = 900 where id = ${accountOf(open)}`,
    row: `select ${open} union all select ${accountOf(open)}`,
  },
  {
    what: 'an account of credit is below zero',
    by: `update account set balance = -1, floor = null where id = ${accountOf(open)}`,
    row: `select ${accountOf(open)}`,
  },
  {
    what: 'the approval of what was taken back is gone',
    by: `delete from approval where kind = 'promo'`,
    row: `select ${takenBack} union all select id from approval where kind = 'promo'`,
  },
  {
    what: 'the record of a grant is gone',
    by: `delete from activity where kind = 'promo.granted' and detail ->> 'grantId' = ${open}::text`,
    row: `select id from entry where kind = 'promo.granted' and subject_id = ${open}`,
  },
  {
    what: 'a report of a code is gone',
    by: `delete from code_report where gift_id = ${reported}`,
    row: `select id from code_report where gift_id = ${reported}`,
  },
  {
    what: 'a report of a code is over',
    by: `update code_report set ended_at = reported_at where gift_id = ${reported}`,
    row: `select ${reported} union all select id from code_report where gift_id = ${reported}`,
  },
  {
    what: 'a replaced code is back',
    by: `update code set hmac = sha256('old') where gift_id = ${replaced}`,
    row: `select ${replaced}`,
  },
  {
    what: 'the approval of another code is gone',
    by: `delete from approval where kind = 'reissue'`,
    row: `select ${replaced} union all select id from approval where kind = 'reissue'`,
  },
  {
    what: 'a frozen wallet is open',
    by: `update wallet set frozen_at = null where person_id = ${mallory}`,
    row: `select ${mallory}`,
  },
  {
    what: 'a frozen wallet was frozen by somebody else',
    by: `update wallet set frozen_by = ${eve} where person_id = ${mallory}`,
    row: `select ${mallory}`,
  },
  {
    what: 'a frozen wallet is forgotten',
    by: `delete from wallet where person_id = ${mallory}`,
    row: `select ${mallory}`,
  },
  {
    what: 'a wallet is frozen by hand',
    by: `update wallet set frozen_at = now() where person_id = ${eve}`,
    row: `select ${eve}`,
  },
  {
    what: 'a wallet was closed with less',
    by: `update wallet_closing set amount_minor = 1`,
    row: `select ${closing}`,
  },
  {
    what: 'a wallet was closed otherwise',
    by: `update wallet_closing set way = 'honour'`,
    row: `select ${closing}`,
  },
  { what: 'a closing is gone', by: 'delete from wallet_closing', row: `select ${closing}` },
  {
    what: 'the approval of a closing is gone',
    by: `delete from approval where kind = 'close'`,
    row: `select ${closing} union all select id from approval where kind = 'close'`,
  },
  {
    what: 'what counts as unusual is not any more',
    by: `update guard_policy set rules = '{"velocity": {}, "closing": "return"}'`,
    row: 'select id from guard_policy',
  },
  {
    what: 'the rules of the guard are gone',
    by: 'delete from guard_policy',
    row: 'select id from guard_policy',
  },
  {
    what: 'gifts count for tax when they are redeemed',
    by: `update tax_setting set basis = 'redemption'`,
    row: 'select id from tax_setting',
  },
  {
    what: 'gifts are taxed otherwise from another day on',
    by: `update tax_setting set since = '2026-06-01', is_grossed_up = true`,
    row: 'select id from tax_setting',
  },
  {
    what: 'gifts are paid with other pay periods',
    by: `update tax_setting set pay_kind = 'week', pay_anchor = '2026-01-06'`,
    row: 'select id from tax_setting',
  },
  {
    what: 'nobody says any more when gifts count for tax',
    by: 'delete from tax_setting',
    row: 'select id from tax_setting',
  },
  { what: 'a reward is somebody else’s', ...ofReward(`person_id = ${eve}`) },
  { what: 'a reward is worth more', ...ofReward('amount_minor = 90000') },
  { what: 'a reward is bought elsewhere', ...ofReward(`provider = 'tremendous'`) },
  { what: 'another reward is bought', ...ofReward(`product = 'GB'`) },
  {
    what: 'a reward that was bought is to be bought again',
    ...ofReward(
      `status = 'due', settled_at = null, due_at = now(), charged_minor = null, fee_minor = null, charged_currency = null`,
      reward(2_700),
    ),
  },
  {
    what: 'a reward that waits was rejected',
    ...ofReward(`status = 'rejected', settled_at = now(), due_at = null`),
  },
  { what: 'a reward cost less', ...ofReward('charged_minor = 1', reward(2_700)) },
  { what: 'a reward is another card', ...ofReward(`provider_ref = 'A2'`, reward(2_700)) },
  { what: 'a reward was seen more often', ...ofReward('reveals = 3, revealed_at = now()', reward(2_700)) },
  {
    what: 'a reward is ordered by hand',
    by: `insert into reward_order (organization_id, id, person_id, provider, product, amount_minor, currency, ordered_at, due_at)
         select organization_id, ${UUID}, person_id, provider, product, 90000, currency, ordered_at, now()
           from reward_order where id = ${reward(2_600)}`,
    row: `select ${UUID}`,
  },
  {
    what: 'a reward is forgotten',
    by: `delete from reward_order where id = ${reward(2_700)}`,
    row: `select ${reward(2_700)}`,
  },
  {
    what: 'a rule that fired is forgotten',
    by: `delete from activity where kind = 'guard.fired'`,
    row: `select id from activity where kind = 'guard.fired'`,
  },
  {
    what: 'a merge of two records is gone',
    by: `delete from person_merge where ${ofPia}`,
    row: `select ${merge}`,
  },
  {
    what: 'a record was merged into somebody else’s',
    by: `update person_merge set kept_id = ${eve} where ${ofPia}`,
    row: `select ${merge}`,
  },
  {
    what: 'a record is said to be merged',
    by: `insert into person_merge (organization_id, id, person_id, kept_id, merged_at)
         select organization_id, ${UUID}, ${mallory}, ${eve}, merged_at from person_merge where ${ofPia}`,
    row: `select ${UUID}`,
  },
  {
    what: 'a record that was merged twice is somebody else’s in the end',
    by: `update person_merge set kept_id = ${eve} where ${ofPiet}`,
    row: `select ${earlierMerge}`,
  },
  {
    what: 'a record that was merged twice stopped half way',
    by: `update person_merge set kept_id = ${person('Pia')} where ${ofPiet}`,
    row: `select ${earlierMerge} union all select ${person('Piet')}`,
  },
  {
    what: 'what moved by an earlier merge came to the record that is kept now',
    by: `update posting set account_id = (select id from account where kind = 'wallet_gift' and owner_id = ${person('Nina')} limit 1)
          where amount > 0 and entry_id = ${earlierEntry}`,
    row: `select ${earlierEntry}`,
  },
  {
    what: 'what a refund gave back came to the record that was kept before',
    by: `update posting set account_id = (select id from account where kind = 'wallet_gift' and owner_id = ${person('Pia')} limit 1)
          where amount > 0 and entry_id = ${lastOnwardEntry}`,
    row: `select ${lastOnwardEntry}`,
  },
  {
    what: 'what moved by a merge came to somebody else',
    by: `update posting set account_id = (select id from account where kind = 'wallet_gift' and owner_id = ${eve} limit 1)
          where amount > 0 and entry_id = ${mergeEntry}`,
    row: `select ${mergeEntry}`,
  },
  {
    what: 'what moved by a merge is about nothing',
    by: `update entry set subject_id = ${UUID}, key = 'wallet.merged:' || ${UUID} where id = ${mergeEntry}`,
    row: `select ${mergeEntry}`,
  },
  {
    what: 'what a refund gave back to a merged record stayed there',
    by: `delete from posting where entry_id = ${onwardEntry}; delete from entry where id = ${onwardEntry}`,
    row: `select a.owner_id from posting p join account a on a.id = p.account_id where p.entry_id = ${onwardEntry}`,
  },
];
