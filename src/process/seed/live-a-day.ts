import { listGiftsOfApprovals } from '#src/db/report/sample-gifts.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { must } from '#src/domain/kit/must.ts';
import type { SeedCompany, SeedClock } from './open-company.ts';
import { sampleRequest } from './sample-request.ts';

/** So many gifts go into a transaction. */
const BATCH = 2_000;
/** Approvals that wait for longer expire. */
const FORGOTTEN_DAYS = 4;

/**
 * What a company does on a day of its clock: its people spend and redeem, and it gives, up to so many gifts in all. What is refused is
 * asked for again on the next day, by others, and on the last day at once.
 */
export async function liveADay(
  company: SeedCompany,
  { target, isLast }: { target: number; isLast: boolean },
  onProgress: (gifts: number) => void,
): Promise<void> {
  const { seeded, clock } = company;
  await spend(company);
  await redeem(company);
  await expire(company);
  await forget(company);
  const batches = Math.ceil((target - seeded.gifts) / BATCH);
  // A company in which nothing more can be given is left as it is.
  const tries = isLast ? batches + 5 : batches;
  for (let tried = 0; seeded.gifts < target && tried < tries; tried += 1) {
    await decide(company, await give(company, Math.min(BATCH, target - seeded.gifts)));
    clock.pass(20 * MINUTE_MS);
    onProgress(seeded.gifts);
  }
}

/** Gives the ids of the approvals that were asked for: those gifts count once they are issued. */
async function give(company: SeedCompany, count: number): Promise<string[]> {
  const { app, clock, lots, seeded, organization } = company;
  const requests = Array.from({ length: count }, () => sampleRequest(company));
  const { giftIds, approvalIds } = await app.report.giveSampleGifts(requests);
  seeded.refused += requests.length - giftIds.length - approvalIds.length;
  seeded.gifts += giftIds.length;
  clock.pass(2 * MINUTE_MS);
  // Some givers think better of it.
  const undone = giftIds.filter(() => lots.isHit(0.012));
  if (undone.length > 0) {
    await app.report.undoSampleGifts({ organizationId: organization.id, giftIds: undone });
  }
  seeded.undone += undone.length;
  clock.pass(MINUTE_MS);
  await deliver(company, giftIds);
  return approvalIds;
}

async function deliver(
  { app, clock, lots, toRedeem }: SeedCompany,
  giftIds: readonly string[],
): Promise<number> {
  const delivered = await app.report.deliverSampleGifts(giftIds);
  for (const gift of delivered) {
    // Most redeem within days, some within weeks, some never.
    if (!lots.isHit(0.88)) continue;
    const days = Math.min(90, Math.floor(-Math.log(1 - lots.share()) * 5));
    listOn(toRedeem, dayAfter(clock, days + 1)).push(gift.giftId);
  }
  return delivered.length;
}

/** Most are approved, some declined, and a few forgotten, which end in time. */
async function decide(company: SeedCompany, approvalIds: readonly string[]): Promise<void> {
  const { clock, lots, organization, db, options, toForget } = company;
  if (approvalIds.length === 0) return;
  clock.pass(HOUR_MS);
  const forgottenOn = dayAfter(clock, FORGOTTEN_DAYS);
  const endsInTime = forgottenOn * DAY_MS < Date.parse(options.until);
  for (const approvalId of approvalIds) {
    if (endsInTime && lots.isHit(0.06)) listOn(toForget, forgottenOn).push(approvalId);
    else await decideOne(company, approvalId);
  }
  clock.pass(MINUTE_MS);
  company.seeded.gifts += await deliver(
    company,
    await listGiftsOfApprovals(db, organization.id, approvalIds),
  );
}

async function decideOne(
  { app, clock, lots, people, seeded }: SeedCompany,
  approvalId: string,
): Promise<void> {
  const decision = lots.isHit(0.14)
    ? ({ kind: 'decline', reason: 'more than we give for this' } as const)
    : ({ kind: 'approve' } as const);
  // Nobody decides about what they gave or would get.
  for (const person of people.filter(({ role, isDeactivated }) => role !== 'employee' && !isDeactivated)) {
    const decided = await app.approval.decide({ person, approvalId, decision, passedAt: clock.now() });
    if (!decided.ok) continue;
    seeded[decision.kind === 'approve' ? 'approved' : 'declined'] += 1;
    return;
  }
  throw new Error(`nobody could decide approval ${approvalId} of a sample company`);
}

async function forget({ app, clock, toForget }: SeedCompany): Promise<void> {
  for (const approvalId of takeUntil(toForget, dayAfter(clock, 0))) await app.approval.advance(approvalId);
}

async function expire({ app, seeded, organization }: SeedCompany): Promise<void> {
  for (;;) {
    const expired = await app.report.expireSampleGifts({ organizationId: organization.id, most: BATCH });
    seeded.expired += expired;
    if (expired < BATCH) return;
  }
}

async function redeem(company: SeedCompany): Promise<void> {
  const { app, clock, lots, toRedeem, toBuy, seeded, marketplaces } = company;
  for (const ids of inBatches(takeUntil(toRedeem, dayAfter(clock, 0)))) {
    const redeemed = await app.report.redeemSampleGifts(ids);
    seeded.redeemed += redeemed.length;
    for (const { recipientId: personId, amountMinor, currency } of redeemed) {
      if (!lots.isHit(0.2)) continue;
      const share = BigInt(1 + lots.below(4));
      listOn(toBuy, dayAfter(clock, 1 + lots.below(20))).push({
        personId,
        marketplaceId: must(marketplaces.get(currency), 'marketplace'),
        amountMinor: (amountMinor * share) / 4n,
        currency,
      });
    }
  }
}

async function spend({ app, clock, toBuy, seeded, organization }: SeedCompany): Promise<void> {
  for (const wishes of inBatches(takeUntil(toBuy, dayAfter(clock, 0)))) {
    seeded.purchases += await app.report.buyForSample({ organizationId: organization.id, wishes });
  }
}

function listOn<T>(lists: Map<number, T[]>, day: number): T[] {
  const known = lists.get(day) ?? [];
  lists.set(day, known);
  return known;
}

/** Takes what is due by a day: nothing happens on days without gifts. */
function takeUntil<T>(lists: Map<number, T[]>, today: number): T[] {
  const days = [...lists.keys()].filter((day) => day <= today).toSorted((one, other) => one - other);
  const due = days.flatMap((day) => lists.get(day) ?? []);
  for (const day of days) lists.delete(day);
  return due;
}

function inBatches<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function dayAfter(clock: SeedClock, days: number): number {
  return Math.floor(clock.now().getTime() / DAY_MS) + days;
}
