import type { Alteration } from './tampering.ts';

const eve = `(select id from person where name = 'Eve Adler')`;
const finn = `(select id from person where name = 'Finn Adeyemi')`;
const design = `(select id from department where name = 'Design')`;
const OPEN = `status in ('issued', 'delivered')`;

/** A gift by its amount: 15 and 23 are open, 14 and 24 redeemed, 13 was taken back, 12 voided, 11 undone, 101 waits, 103 was approved, 31 is new, 16 has expired, 17 will. */
function gift(amount: number): string {
  return `(select id from gift where amount_minor = ${amount * 100})`;
}

function request(amount: number): string {
  return `(select recognition_id from gift where amount_minor = ${amount * 100})`;
}

function ofGift(amount: number, change: string): Pick<Alteration, 'by' | 'row'> {
  return { by: `update gift set ${change} where id = ${gift(amount)}`, row: `select ${gift(amount)}` };
}

function ofCode(amount: number, change: string): Pick<Alteration, 'by' | 'row'> {
  return { by: `update code set ${change} where gift_id = ${gift(amount)}`, row: `select ${gift(amount)}` };
}

function ofRequest(amount: number, change: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update recognition set ${change} where id = ${request(amount)}`,
    row: `select id, recognition_id from gift where id = ${gift(amount)}`,
  };
}

const REDIRECTED = `
  update gift set recipient_id = ${eve} where ${OPEN};
  update code set bound_to = ${eve} where sealed is not null;
  update activity a set subject_id = ${eve} from gift g where a.gift_id = g.id and g.${OPEN};
  update approval a set excluded = array[${eve}] from gift g where a.subject_id = g.recognition_id and g.${OPEN};`;

/** Gifts, their codes and their requests. */
export const GIFT_ALTERATIONS: readonly Alteration[] = [
  { what: 'a gift is another’s', ...ofGift(15, `recipient_id = ${eve}`) },
  { what: 'a new gift is another’s', ...ofGift(31, `recipient_id = ${eve}`) },
  { what: 'a gift that waits is another’s', ...ofGift(101, `recipient_id = ${eve}`) },
  { what: 'a code is another’s', ...ofCode(15, `bound_to = ${eve}`) },
  { what: 'a code is nobody’s', ...ofCode(15, 'bound_to = null') },
  {
    what: 'every open gift is redirected, on record too',
    by: REDIRECTED,
    row: `select id from gift where ${OPEN}`,
  },
  {
    what: 'every open gift is redirected, and asked for so',
    by: `${REDIRECTED}
      update recognition r set recipients = (select e.recipients from recognition e join gift g on g.recognition_id = e.id
                                              where g.amount_minor = 2400)
        from gift g where g.recognition_id = r.id and g.${OPEN}`,
    row: `select id from gift where ${OPEN}`,
  },
  {
    what: 'a redeemed gift went to another’s wallet',
    by: `update gift set recipient_id = ${eve} where id = ${gift(14)};
         update posting set account_id = (select id from account where kind = 'wallet_gift' and owner_id = ${eve})
          where amount = 1400 and entry_id = (select id from entry where kind = 'code.redeemed' and subject_id = ${gift(14)})`,
    row: `select ${gift(14)}`,
  },
  { what: 'a gift expires sooner', ...ofGift(37, `expires_at = expires_at - interval '30 days'`) },
  { what: 'a gift expires later', ...ofGift(37, `expires_at = expires_at + interval '30 days'`) },
  { what: 'a gift that has no end gets one', ...ofGift(23, `expires_at = timestamptz '2026-12-01Z'`) },
  { what: 'an open gift is called expired', ...ofGift(37, `status = 'expired'`) },
  { what: 'an expired gift is open again', ...ofGift(16, `status = 'delivered'`) },
  {
    what: 'an expired gift is open again, with its code',
    by: `update gift set status = 'delivered' where id = ${gift(16)};
         update code set sealed = (select sealed from code where gift_id = ${gift(15)}) where gift_id = ${gift(16)}`,
    row: `select ${gift(16)}`,
  },
  { what: 'a gift has another giver', ...ofGift(15, `giver_id = ${finn}`) },
  { what: 'a gift is another department’s', ...ofGift(15, `department_id = ${design}`) },
  { what: 'a gift is more', ...ofGift(15, 'amount_minor = 150000') },
  { what: 'a gift is less', ...ofGift(15, 'amount_minor = 1') },
  { what: 'a gift has another currency', ...ofGift(15, `currency = 'EUR'`) },
  { what: 'an open gift is called redeemed', ...ofGift(15, `status = 'redeemed', redeemed_at = now()`) },
  { what: 'a redeemed gift is open again', ...ofGift(14, `status = 'delivered', redeemed_at = null`) },
  {
    what: 'a redeemed gift is open again, with its code',
    by: `update gift set status = 'delivered', redeemed_at = null where id = ${gift(14)};
         update code set sealed = (select sealed from code where gift_id = ${gift(15)}) where gift_id = ${gift(14)}`,
    row: `select ${gift(14)}`,
  },
  {
    what: 'a voided gift is open again',
    ...ofGift(12, `status = 'delivered', voided_at = null, voided_by = null`),
  },
  {
    what: 'an undone gift is open again',
    ...ofGift(11, `status = 'delivered', voided_at = null, voided_by = null`),
  },
  { what: 'an open gift is called voided', ...ofGift(15, `status = 'voided', voided_at = now()`) },
  { what: 'a gift that waits is called issued', ...ofGift(101, `status = 'issued', issued_at = now()`) },
  {
    what: 'a declined gift waits again',
    ...ofGift(104, `status = 'reserved', voided_at = null, voided_by = null`),
  },
  { what: 'a gift expires', ...ofGift(15, `expires_at = now() + interval '1 day'`) },
  { what: 'a gift was given at another time', ...ofGift(15, `created_at = created_at - interval '1 day'`) },
  { what: 'a gift was issued at another time', ...ofGift(103, `issued_at = issued_at - interval '1 day'`) },
  {
    what: 'a gift was redeemed at another time',
    ...ofGift(14, `redeemed_at = redeemed_at - interval '1 day'`),
  },
  { what: 'a gift was voided at another time', ...ofGift(12, `voided_at = voided_at - interval '1 day'`) },
  { what: 'a gift was voided by somebody else', ...ofGift(12, `voided_by = ${eve}`) },
  { what: 'a gift was voided for another reason', ...ofGift(12, `void_reason = 'for fun'`) },
  { what: 'a gift is of another period', ...ofGift(15, `period = '2026-10-01'`) },
  { what: 'a gift is of another region', ...ofGift(15, `region = 'DE'`) },
  { what: 'a gift has another occasion', ...ofGift(15, `occasion = 'party'`) },
  { what: 'a gift is taxed as a guest’s', ...ofGift(15, `tax_class = 'guest'`) },
  { what: 'a gift is taxed in another country', ...ofGift(15, `tax_country = 'IE'`) },
  { what: 'a gift is taxed as a birthday’s', ...ofGift(15, `tax_occasion = 'birthday'`) },
  { what: 'a gift is taxed by other clocks', ...ofGift(15, `tax_zone = 'Pacific/Auckland'`) },
  {
    what: 'nothing says any more how a gift is taxed',
    ...ofGift(15, `tax_country = null, tax_occasion = null, tax_zone = null`),
  },
  { what: 'a gift is paid by others', ...ofGift(15, `funding_source = 'purchased'`) },
  { what: 'a gift is of other value', ...ofGift(15, `value_source = 'stock'`) },
  {
    what: 'a gift belongs to another request',
    ...ofGift(15, `recognition_id = ${request(14)}, recipient_id = ${eve}`),
  },
  {
    what: 'a gift is gone',
    by: `delete from code where gift_id = ${gift(15)}; delete from delivery where gift_id = ${gift(15)};
         delete from gift where id = ${gift(15)}`,
    row: `select id from entry where subject_id = ${gift(15)}`,
  },
  {
    what: 'a gift is gone with all that is on record of it',
    by: `create temporary table gone on commit drop as select id, recognition_id from gift where id = ${gift(15)};
         delete from code where gift_id in (select id from gone); delete from delivery where gift_id in (select id from gone);
         delete from activity where gift_id in (select id from gone); delete from gift where id in (select id from gone)`,
    row: `select id from entry where subject_id = ${gift(15)}`,
  },
  {
    what: 'a gift is there that nobody gave',
    by: `insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor, currency,
                           status, created_at, issued_at, period)
         select organization_id, '00000000-0000-7000-8000-00000000beef', recognition_id, ${eve}, giver_id, department_id, region,
                9900, currency, 'issued', created_at, issued_at, period from gift where id = ${gift(15)};
         insert into code (organization_id, gift_id, hmac, key_id, sealed, last_four, bound_to)
         select organization_id, '00000000-0000-7000-8000-00000000beef', sha256('code'), key_id, sealed, 'BEEF', ${eve}
           from code where gift_id = ${gift(15)};
         insert into delivery (organization_id, gift_id, status, due_at)
         select id, '00000000-0000-7000-8000-00000000beef', 'due', now() from organization`,
    row: `select '00000000-0000-7000-8000-00000000beef'`,
  },
  { what: 'a code is another one', ...ofCode(15, `hmac = sha256('mine')`) },
  { what: 'a new code is another one', ...ofCode(31, `hmac = sha256('mine')`) },
  {
    what: 'two codes are swapped',
    by: `create temporary table swapped on commit drop as
           select gift_id, hmac, last_four from code where gift_id in (${gift(15)}, ${gift(23)});
         update code set hmac = sha256(hmac) where gift_id in (select gift_id from swapped);
         update code c set hmac = o.hmac, last_four = o.last_four from swapped o
          where o.gift_id <> c.gift_id and c.gift_id in (select gift_id from swapped)`,
    row: `select ${gift(15)}`,
  },
  { what: 'a code is under another key', ...ofCode(15, `key_id = 'other'`) },
  { what: 'a code is told by other letters', ...ofCode(15, `last_four = 'ZZZZ'`) },
  { what: 'a code does not open any more', ...ofCode(15, 'sealed = null') },
  { what: 'a spent code opens again', ...ofCode(14, `sealed = sha256('code')`) },
  { what: 'a code is gone', by: `delete from code where gift_id = ${gift(15)}`, row: `select ${gift(15)}` },
  {
    what: 'others were asked for',
    ...ofRequest(15, `recipients = (select recipients from recognition where id = ${request(24)})`),
  },
  { what: 'another amount was asked for', ...ofRequest(15, `amount = '1500'`) },
  { what: 'another currency was asked for', ...ofRequest(15, `currency = 'EUR'`) },
  {
    what: 'somebody else asked',
    ...ofRequest(15, `giver = (select giver from recognition where id = ${request(24)})`),
  },
  { what: 'a request is another person’s', ...ofRequest(15, `giver_id = ${finn}`) },
  { what: 'a request is another department’s', ...ofRequest(15, `department_id = ${design}`) },
  { what: 'a request came from elsewhere', ...ofRequest(15, `source = 'api'`) },
  { what: 'a request has another id', ...ofRequest(15, `request_id = 'again'`) },
  { what: 'a request says something else', ...ofRequest(15, `message = 'for the party'`) },
  { what: 'a request has another occasion', ...ofRequest(15, `occasion = 'party'`) },
  { what: 'a request is paid by others', ...ofRequest(15, `paying_department_id = ${design}`) },
  {
    what: 'a request is said to be refused',
    ...ofRequest(15, `status = 'refused', refusal = '{"kind": "x"}'`),
  },
  { what: 'a request that waits is said to be issued', ...ofRequest(101, `status = 'issued'`) },
  { what: 'a request that waits asks for more', ...ofRequest(101, `amount = '900'`) },
  {
    what: 'a request is gone',
    by: `delete from recognition where id = ${request(15)}`,
    row: `select ${gift(15)}`,
  },
];
