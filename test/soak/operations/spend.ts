import { randomUUID } from 'node:crypto';
import type { Checkout } from '#src/domain/checkout/checkout.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Answer } from '../start-teller.ts';
import { type Desk, timesAtOnce } from './operation.ts';

/** Somebody buys in the store, often twice by the same request; then it is taken or voided, or both at once, and refunded. */
export async function spend(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const { members, marketplace } = bank.company;
  const person = random.pick(members);
  const amountMinor = BigInt(random.between(1, 300));
  const requestId = randomUUID();
  const { id: marketplaceId, currency } = marketplace;
  const asked = { person, marketplaceId, currency, amountMinor, requestId };
  const tries = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'checkout.authorize', asked);
    bank.tally.note(`spend:${requestId}:${person.id}:${amountMinor}`, answer, { isPromised: true });
    return idIn(answer);
  });
  const [checkoutId] = (await Promise.all(tries)).filter((id) => id !== undefined);
  // What nobody settles stays held.
  if (checkoutId === undefined || random.chance(0.15)) return;
  const settling = timesAtOnce(random, 0.4).map(() =>
    random.chance(0.75) ? take(desk, checkoutId, amountMinor) : letGo(desk, checkoutId),
  );
  await Promise.all(settling);
  if (random.chance(0.6)) await refund(desk, checkoutId, amountMinor);
}

function idIn(answer: Answer<Outcome<Checkout>>): string | undefined {
  return answer.kind === 'answered' && answer.value.ok ? answer.value.value.id : undefined;
}

function toSettle({ bank }: Desk, checkoutId: string) {
  const { id: marketplaceId, organizationId } = bank.company.marketplace;
  return { organizationId, checkoutId, by: { marketplaceId } };
}

async function take(desk: Desk, checkoutId: string, mostMinor: bigint): Promise<void> {
  const { bank, random } = desk;
  const amountMinor = random.chance(0.6) ? mostMinor : BigInt(random.between(1, Number(mostMinor)));
  const asked = { ...toSettle(desk, checkoutId), requestId: 'take', amountMinor };
  const answer = await bank.ask(random, 'checkout.capture', asked);
  bank.tally.note(`take:${checkoutId}`, answer, { isPromised: true });
}

async function letGo(desk: Desk, checkoutId: string): Promise<void> {
  const answer = await desk.bank.ask(desk.random, 'checkout.void', toSettle(desk, checkoutId));
  desk.bank.tally.note(`let-go:${checkoutId}`, answer, { isPromised: true });
}

async function refund(desk: Desk, checkoutId: string, mostMinor: bigint): Promise<void> {
  const { bank, random } = desk;
  const amountMinor = BigInt(random.between(1, Number(mostMinor)));
  const requestId = randomUUID();
  const asked = { ...toSettle(desk, checkoutId), requestId, amountMinor };
  const tries = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'checkout.refund', asked);
    bank.tally.note(`refund:${requestId}:${checkoutId}:${amountMinor}`, answer, { isPromised: true });
  });
  await Promise.all(tries);
}
