import type { Story } from './gift-stories.ts';

const GIVING_ROLES = ['manager', 'approver', 'admin'];

/** Every rule in the order in which they are told, with whether the story breaks it. */
export function rulesBrokenBy(told: Story): [kind: string, isBroken: boolean][] {
  const { giver, funds: from, given, got, gotFromThem } = told;
  const set = from.rules;
  const named = told.recipients.filter((one) => !one.known || one.viaGroup === undefined);
  const people = peopleOf(told);
  const amount = told.amount === 'nonsense' ? 0n : told.amount;
  const total = amount * BigInt(people.length);
  const allowance = allowanceOf(told);
  const left = from.leftMinor !== undefined && from.leftMinor > 0n ? from.leftMinor : 0n;
  const share = set.pairShare;
  const isShared = share?.onExcess === 'stop' && given + total >= share.fromMinor;
  const odd = named.find((one) => !one.known || one.isDeactivated);
  return [
    ['unknown-giver', giver.isDeactivated],
    ['not-allowed', !GIVING_ROLES.includes(giver.role)],
    ['self-gift', named.some((one) => one.known && one.personId === 'morgan')],
    [odd && !odd.known ? `${odd.reason}-recipient` : 'deactivated-recipient', odd !== undefined],
    ['guest-recipient', set.guests === 'refused' && people.includes('guest')],
    ['nobody-to-give', people.length === 0],
    ['wrong-currency', told.currency === 'EUR'],
    ['bad-amount', amount === 0n],
    ['gift-too-large', set.giftMaxMinor !== undefined && amount > set.giftMaxMinor],
    ['gift-too-small', set.giftMinMinor !== undefined && amount < set.giftMinMinor],
    ['over-allowance', allowance !== undefined && given + total > allowance],
    [
      'over-cap',
      people.some((one) => (got.get(one) ?? 0n) + amount > (set.recipientYearMinor ?? 1_000_000n)),
    ],
    [
      'pair-share',
      isShared &&
        people.some((one) => {
          return ((gotFromThem.get(one) ?? 0n) + amount) * 100n > (given + total) * BigInt(share.maxPercent);
        }),
    ],
    ['budget-frozen', from.isFrozen],
    ['no-budget', from.leftMinor === undefined && from.topUpMinor === 0n],
    ['over-budget', total > left + from.topUpMinor && !from.isSoft],
  ];
}

/** Those who would get a gift. */
export function peopleOf({ recipients: named }: Story): string[] {
  const known = named.filter((one) => one.known);
  const meant = known.filter((one) => !one.viaGroup || (one.personId !== 'morgan' && !one.isDeactivated));
  return [...new Set(meant.map(({ personId }) => personId))];
}

function allowanceOf({ giver, funds: { rules: set } }: Story): bigint | undefined {
  if (giver.allowanceMinor !== undefined) return giver.allowanceMinor;
  const ofRole = set.allowanceMinor[giver.role];
  const perReport = set.allowancePerReportMinor;
  return ofRole === undefined && perReport === undefined
    ? undefined
    : (ofRole ?? 0n) + (perReport ?? 0n) * BigInt(giver.reports);
}

/** Each gift by its recipient and amount. */
export function namesOf(told: Story): string[] {
  return peopleOf(told).map((one) => `${one} ${told.amount}`);
}

/** What becomes of a request that breaks no rule, after others that were granted within the same minute. */
export function stepOf(told: Story, before: readonly string[]): 'issue' | 'reserve' | 'question' {
  const { rules: set, leftMinor = 0n, topUpMinor } = told.funds;
  const people = BigInt(peopleOf(told).length);
  const total = told.amount === 'nonsense' ? 0n : told.amount * people;
  const isRepeat = namesOf(told).some((one) => before.includes(one));
  const isLarge = total > (set.confirmOverMinor ?? total);
  if (!told.isConfirmed && (people > 1n || isLarge || isRepeat)) return 'question';
  const isOverspent = total > (leftMinor > 0n ? leftMinor : 0n) + topUpMinor;
  return isOverspent || total > (set.approvalOverMinor ?? total) ? 'reserve' : 'issue';
}
