import type { Interaction } from '#test/servers/slack/start-slack-server.ts';
import type { Asked } from '../tally.ts';
import type { Desk } from './operation.ts';
import { amountOf, pickAmountMinor, pickGiver, pickRecipients } from './plan-gift.ts';

/** What the answer says when the request was accepted. */
const TAKEN = ['Request received', 'You already asked for this', 'I will look everybody up'];
const NOT_TAKEN = 'nothing was done';

/** Types `/recognize`, which now and then reaches the bot twice. */
export async function giveInChat(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const giver = pickGiver(desk);
  const recipients = pickRecipients(desk, giver);
  const asked = bank.tally.plan({
    giverId: giver.id,
    departmentId: giver.departmentId,
    recipientIds: recipients.map(({ id }) => id),
    amountMinor: pickAmountMinor(desk),
  });
  const names = recipients.map(({ slackName }) => `@${slackName}`).join(' ');
  const text = `/recognize ${names} ${amountOf(asked)} for ${asked.token}`;
  const place = random.chance(0.5) ? { channel: 'launch' } : {};
  const first = await bank.world.slack.typeCommand({ user: giver.slackName, text, ...place });
  read(asked, first);
  if (random.chance(0.3)) read(asked, await bank.world.slack.redeliver(first));
}

/** A bot that did not answer may have taken it in all the same. */
function read({ taken }: Asked, { shown }: Interaction): void {
  const text = shown?.visible ?? '';
  if (TAKEN.some((words) => text.includes(words))) taken.done += 1;
  else if (!text.includes(NOT_TAKEN)) taken.maybe += 1;
}
