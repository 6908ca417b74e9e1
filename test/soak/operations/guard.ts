import { setTimeout as sleep } from 'node:timers/promises';
import { buttonsOf } from './buttons-of.ts';
import { type Desk, timesAtOnce } from './operation.ts';

const RECENT = 20;
const RETRY_MS = 200;

/** Somebody reports the code of a gift that was sent to them, often twice, while it may be redeemed. */
export async function reportCode({ bank, random }: Desk): Promise<void> {
  const person = random.pick(bank.company.members);
  const messages = bank.world.slack.messagesTo(person.slackName).slice(-RECENT);
  const giftIds = messages.flatMap((message) => {
    return buttonsOf(message).find(({ action_id: action }) => action === 'report-code')?.value ?? [];
  });
  if (giftIds.length === 0) return;
  const giftId = random.pick(giftIds);
  const tries = timesAtOnce(random, 0.3).map(async () => {
    const answer = await bank.ask(random, 'gift.reportCode', { person, giftId });
    bank.tally.note(`report:${giftId}`, answer, { isPromised: false });
  });
  await Promise.all(tries);
}

/** HR freezes somebody's wallet for a moment, and unfreezes it until that is sure. */
export async function freezeWallet({ bank, random }: Desk): Promise<void> {
  const { members } = bank.company;
  const person = random.pick(members.filter(({ role }) => role === 'hr'));
  const owner = random.pick(members.filter(({ id }) => id !== person.id));
  const order = { person, ownerId: owner.id, reason: 'to be safe' };
  await bank.ask(random, 'wallet.freeze', { ...order, isFrozen: true });
  await sleep(random.between(100, 700));
  for (;;) {
    const thawed = await bank.ask(random, 'wallet.freeze', { ...order, isFrozen: false });
    if (thawed.kind === 'answered') return;
    await sleep(RETRY_MS);
  }
}
