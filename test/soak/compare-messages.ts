import { sql } from 'kysely';
import { codeIn } from '#test/system/slack-world.ts';
import type { Bank } from './open-bank.ts';
import { buttonsOf } from './operations/buttons-of.ts';

type KeptGift = { giftId: string; recipientId: string; lastFour: string; isSent: boolean };

/** Where what people were sent differs from the gifts that they have, in words: another's gift, two codes for one, nothing. */
export async function compareMessages({ postgres: { db }, world, company }: Bank): Promise<string[]> {
  const { rows } = await sql<KeptGift>`
    select g.id as "giftId", g.recipient_id as "recipientId", c.last_four as "lastFour", d.status = 'sent' as "isSent"
      from gift g
      join code c on c.organization_id = g.organization_id and c.gift_id = g.id
      join delivery d on d.organization_id = g.organization_id and d.gift_id = g.id`.execute(db);
  const gifts = new Map(rows.map((gift) => [gift.giftId, gift]));
  const seen = new Set<string>();
  const breaches = world.slack.violations.map((violation) => `Slack would not have taken it: ${violation}`);
  for (const { id, name, slackName } of company.members) {
    for (const message of world.slack.messagesTo(slackName)) {
      const sent = message.before ?? message;
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
  const missed = rows.filter(({ giftId, isSent }) => isSent && !seen.has(giftId));
  return [...breaches, ...missed.map(({ giftId }) => `gift ${giftId} is marked as sent, and nobody saw it`)];
}
