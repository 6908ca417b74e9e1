import { codeIn } from '#test/system/slack-world.ts';
import type { Member } from '../company.ts';
import { buttonsOf } from './buttons-of.ts';
import { type Desk, timesAtOnce } from './operation.ts';

const RECENT = 40;

/** The recipient presses Redeem, often twice; now and then somebody else tries to. */
export async function redeemGift({ bank, random }: Desk, giftId: string, recipient: Member): Promise<void> {
  const { members } = bank.company;
  if (random.chance(0.1)) {
    const thief = random.pick(members.filter(({ id }) => id !== recipient.id));
    const answer = await bank.ask(random, 'gift.redeem', { person: thief, giftId });
    if (answer.kind === 'answered' && answer.value.ok)
      bank.tally.breach(`${thief.name} redeemed gift ${giftId}`);
  }
  const presses = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'gift.redeem', { person: recipient, giftId });
    bank.tally.note(`redeem:${giftId}`, answer, { isPromised: true });
  });
  await Promise.all(presses);
}

/** Somebody types a code that was sent to them, by command or at an entrance of another kind. */
export async function redeemCode({ bank, random }: Desk): Promise<void> {
  const { slack } = bank.world;
  const person = random.pick(bank.company.members);
  const messages = slack.messagesTo(person.slackName).slice(-RECENT);
  const gifts = messages.flatMap((message) => {
    const giftId = buttonsOf(message).find(({ action_id: action }) => action === 'redeem')?.value;
    const typed = codeIn(message.visible);
    return giftId && typed ? [{ giftId, typed }] : [];
  });
  if (gifts.length === 0) return;
  const { giftId, typed } = random.pick(gifts);
  if (random.chance(0.3)) {
    bank.tally.count(`redeem:${giftId}`, 'maybe');
    await slack.typeCommand({ user: person.slackName, text: `/redeem ${typed}` });
    return;
  }
  const tries = timesAtOnce(random, 0.1).map(async () => {
    const answer = await bank.ask(random, 'gift.redeemCode', { person, typed });
    bank.tally.note(`redeem:${giftId}`, answer, { isPromised: true });
  });
  await Promise.all(tries);
}
