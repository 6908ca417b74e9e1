import { sql } from 'kysely';
import { groupBy } from './group-by.ts';
import type { Bank } from './open-bank.ts';
import type { Count } from './tally.ts';

/** What pays for an order is the order's. */
const OF_NO_ORDER = 'not exists (select from store_order o where o.checkout_id = checkout.id)';

/**
 * What was done, by the names that the tally gives it; `alias` is another name that it may have there. The ledger's own
 * rows say it, not what is concluded from them.
 */
const EFFECTS = `
  select 'confirm:' || id as effect, null as alias from recognition where confirmed_at > created_at
  union all select 'cancel:' || r.id, null from recognition r
   where r.status = 'cancelled'
     and not exists (select from gift g where g.organization_id = r.organization_id and g.recognition_id = r.id)
  union all select 'withdraw:' || id, null from approval where status = 'withdrawn'
  union all select 'redeem:' || id, null from gift where status = 'redeemed'
     and not exists (select from gift_card k where k.gift_id = gift.id and k.status = 'bought')
  union all select 'expire:' || id, null from gift where status = 'expired'
  union all select 'approve:' || id || ':' || decided_by, null from approval where status = 'approved'
  union all select 'decline:' || id || ':' || decided_by, null from approval where status = 'declined'
  union all select 'undo:' || a.gift_id, 'undo-all:' || g.recognition_id
    from activity a join gift g on g.organization_id = a.organization_id and g.id = a.gift_id
   where a.kind = 'gift.undone'
  union all select 'ask-void:' || reason, null from approval where kind = 'void'
  union all select 'ask-funds:' || subject_id, null from approval where kind = 'funds'
  union all select 'top-up:' || e.subject_id || ':' || a.owner_id || ':' || p.amount, null
    from entry e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
    join account a on a.organization_id = p.organization_id and a.id = p.account_id
   where e.subject_type = 'top-up'
     and not exists (select from approval f where f.kind = 'funds' and f.id = e.subject_id)
  union all select 'move:' || e.subject_id || ':' || source.owner_id || ':' || target.owner_id || ':' || p.amount, null
    from entry e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
    join account target on target.organization_id = p.organization_id and target.id = p.account_id
    join posting q on q.organization_id = e.organization_id and q.entry_id = e.id and q.amount = -p.amount
    join account source on source.organization_id = q.organization_id and source.id = q.account_id
   where e.subject_type = 'move'
  union all select 'report:' || gift_id, null from code_report
  union all select 'promo:' || request_id || ':' || department_id || ':' || person_id || ':' || amount_minor, null from promo_grant where request_id not like 'back:%'
  union all select 'spend:' || request_id || ':' || person_id || ':' || amount_minor, null from checkout where ${OF_NO_ORDER}
  union all select 'take:' || id, null from checkout where status = 'captured' and ${OF_NO_ORDER}
  union all select 'let-go:' || id, null from checkout where status = 'voided' and ${OF_NO_ORDER}
  union all select 'refund:' || request_id || ':' || checkout_id || ':' || amount_minor, null from refund
   where not exists (select from store_order o where o.checkout_id = refund.checkout_id)
  union all select 'order:' || request_id || ':' || person_id || ':' || item_id || ':' || amount_minor, null from store_order
  union all select 'cancel-order:' || id, null from store_order where status = 'cancelled' and ended_why in ('buyer', 'person')
  union all select 'fulfil-order:' || id, null from store_order where kind = 'own' and fulfilled_at is not null
  union all select 'refund-order:' || id, null from store_order where status = 'refunded'
  union all select 'set:' || department_id || ':' || amount_minor, null from budget_policy where set_by is null`;

/** What can be done to the same thing once, however often it is tried. */
const ONCE = [
  'confirm',
  'cancel',
  'redeem',
  'expire',
  'approve',
  'decline',
  'withdraw',
  'undo',
  'ask-void',
  'top-up',
  'move',
  'promo',
  'report',
  'spend',
  'take',
  'let-go',
  'refund',
  'order',
  'cancel-order',
  'fulfil-order',
  'refund-order',
];
const COMPARED = [...ONCE, 'ask-funds', 'set'];
const NEVER: Count = { done: 0, maybe: 0 };

/** What was acknowledged and is not there, is there and was never asked for, or was done twice; in words. */
export async function compareEffects({ postgres: { db }, tally }: Bank): Promise<string[]> {
  const { rows } = await sql<{ effect: string; alias: string | null }>`${sql.raw(EFFECTS)}`.execute(db);
  const found = groupBy(rows, ({ effect }) => effect);
  const names = new Set([...found.keys(), ...tally.effects.keys()].filter(isCompared));
  const breaches: string[] = [];
  for (const effect of names) {
    const there = found.get(effect) ?? [];
    const told = tally.effects.get(effect) ?? NEVER;
    const byAlias = there.filter(({ alias }) => alias && tally.effects.has(alias)).length;
    // A top-up, a move, a credit, a report or a purchase that is asked for again is told that it was done: all of them are one.
    const most = told.done + told.maybe + byAlias;
    const least =
      /^(top-up|move|promo|report|spend|take|let-go|refund|order|(cancel|fulfil|refund)-order):/.test(effect)
        ? Math.min(told.done, 1)
        : told.done;
    if (there.length < least)
      breaches.push(`${effect} was acknowledged ${told.done} times, done ${there.length}`);
    if (there.length > most)
      breaches.push(`${effect} was done ${there.length} times, asked for at most ${most}`);
    if (there.length > 1 && ONCE.includes(kindOf(effect)))
      breaches.push(`${effect} was done ${there.length} times`);
  }
  return breaches;
}

function isCompared(effect: string): boolean {
  return COMPARED.includes(kindOf(effect));
}

function kindOf(effect: string): string {
  return effect.split(':')[0] ?? '';
}
