import { randomUUID } from 'node:crypto';
import { type Desk, timesAtOnce } from './operation.ts';

/** Finance grants somebody promotional credit that expires within the run or after it; the same request twice grants once. */
export async function grantPromo({ bank, random }: Desk): Promise<void> {
  const { departments, members } = bank.company;
  const department = random.pick(departments);
  const person = random.pick(members.filter(({ role }) => role === 'finance'));
  const amountMinor = BigInt(random.between(1, 400));
  const [requestId, owner] = [randomUUID(), random.pick(members)];
  const request = {
    department,
    person,
    reason: 'for the spring',
    expiresAt: new Date(Date.now() + random.between(1_000, 60_000)),
    promos: [{ personId: owner.id, amountMinor, requestId }],
  };
  const tries = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'wallet.grantPromos', request);
    bank.tally.note(`promo:${requestId}:${department.id}:${owner.id}:${amountMinor}`, answer, {
      isPromised: false,
    });
  });
  await Promise.all(tries);
}
