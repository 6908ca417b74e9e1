import { buttonsOf } from './buttons-of.ts';
import { type Desk, timesAtOnce } from './operation.ts';

const RECENT = 60;

/** The last day of a gift comes, often twice, while it may be redeemed or taken back: gifts of one department have one. */
export async function expireGift({ bank, random }: Desk): Promise<void> {
  const person = random.pick(bank.company.members);
  const messages = bank.world.slack.messagesTo(person.slackName).slice(-RECENT);
  const giftIds = messages.flatMap((message) => {
    return buttonsOf(message).find(({ action_id: action }) => action === 'redeem')?.value ?? [];
  });
  if (giftIds.length === 0) return;
  const giftId = random.pick(giftIds);
  const tries = timesAtOnce(random, 0.4).map(async () => {
    // Whether it had a last day, or anything was left of it, nobody says.
    bank.tally.count(`expire:${giftId}`, 'maybe');
    await bank.ask(random, 'later.expireGift', giftId);
  });
  await Promise.all(tries);
}
