import { sql } from 'kysely';
import { codeIn } from '#test/system/slack-world.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Bank } from './open-bank.ts';
import { buttonsOf } from './operations/buttons-of.ts';

type KeptGift = { giftId: string; recipientId: string; lastFour: string; isSent: boolean; isCard: boolean };

/** Where what people were sent differs from the gifts that they have, in words: another's gift, two codes for one, nothing. */
export async function compareMessages({ postgres: { db }, world, company }: Bank): Promise<string[]> {
  const { rows } = await sql<KeptGift>`
    select g.id as "giftId", g.recipient_id as "recipientId", c.last_four as "lastFour", d.status = 'sent' as "isSent",
           exists (select from gift_card k where k.gift_id = g.id and k.status <> 'failed') as "isCard"
      from gift g
      join code c on c.organization_id = g.organization_id and c.gift_id = g.id
      join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id`.execute(db);
  const gifts = new Map(rows.map((gift) => [gift.giftId, gift]));
  const seen = new Set<string>();
  // A process that was killed has forgotten how long it was told to wait, and another one never heard.
  const violations = world.slack.violations.filter((violation) => !violation.includes('too early'));
  const breaches = violations.map((violation) => `Slack would not have taken it: ${violation}`);
  for (const { id, name, slackName } of company.members) {
    for (const message of world.slack.messagesTo(slackName)) {
      // What was a card, and is stored value now, had none before.
      const sent = [message.before, message].find((one) => one && codeIn(one.visible)) ?? message;
      const code = codeIn(sent.visible);
      if (!code) continue;
      const giftId = buttonsOf(sent).find(({ action_id: action }) => action === 'redeem')?.value ?? '';
      const gift = gifts.get(giftId);
      seen.add(giftId);
      if (gift?.recipientId !== id) breaches.push(`${name} was sent gift ${giftId}, which is not theirs`);
      else if (!code.endsWith(gift.lastFour))
        breaches.push(`${name} was sent another code for gift ${giftId}`);
    }
  }
  breaches.push(...(await comparePosts({ db, world })));
  const missed = rows.filter(({ giftId, isSent, isCard }) => isSent && !isCard && !seen.has(giftId));
  return [...breaches, ...missed.map(({ giftId }) => `gift ${giftId} is marked as sent, and nobody saw it`)];
}

/** What others read in the channel: each recognition at most once, whoever was killed meanwhile, and what is marked as sent stands there. */
async function comparePosts({ db, world }: { db: Db; world: Bank['world'] }): Promise<string[]> {
  const { rows } = await sql<{ id: string; status: string }>`select id, status from post`.execute(db);
  const seen = new Map<string, number>();
  for (const { metadata } of world.slack.messagesIn('launch')) {
    const key = metadata?.event_payload['key'];
    if (typeof key === 'string' && key.startsWith('post-')) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return rows.flatMap(({ id, status }) => {
    const count = seen.get(`post-${id}`) ?? 0;
    if (count > 1) return [`post ${id} stands there ${count} times`];
    return status === 'sent' && count === 0 ? [`post ${id} is marked as sent, and nobody sees it`] : [];
  });
}
