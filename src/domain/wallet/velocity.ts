/** What can be unusual about a redemption or a checkout, in the order in which it is judged. */
export const VELOCITY_RULE_NAMES = [
  'redeems-per-hour',
  'redeems-per-day',
  'accounts-per-address',
  'new-device',
  'unusual-amount',
  'spends-per-hour',
  'spends-per-day',
  'unusual-spend',
] as const;
export type VelocityRuleName = (typeof VELOCITY_RULE_NAMES)[number];

/** What is done: admins are told; a second factor is asked for, too; the wallet is frozen, too. From the mildest to the strictest. */
export const MEASURES = ['warn', 'second-factor', 'freeze'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * A rule fires above its limit, a whole number: so many redemptions or checkouts, so many people from one address in a day, so many
 * times what somebody usually redeems or spends. `new-device`: on a device that somebody has signed in with for no longer than so many hours.
 */
export type VelocityRule = { limit: number; measure: Measure };

/** A rule that is not among them never fires. */
export type VelocityRules = Partial<Record<VelocityRuleName, VelocityRule>>;

/** The rules while nobody has set any: they tell admins, and stop nobody. src/domain/wallet/README.md says why these numbers. */
export const DEFAULT_VELOCITY: VelocityRules = {
  'redeems-per-hour': { limit: 20, measure: 'warn' },
  'redeems-per-day': { limit: 60, measure: 'warn' },
  'accounts-per-address': { limit: 10, measure: 'warn' },
  'unusual-amount': { limit: 20, measure: 'warn' },
  'spends-per-hour': { limit: 20, measure: 'warn' },
  'spends-per-day': { limit: 60, measure: 'warn' },
  'unusual-spend': { limit: 20, measure: 'warn' },
};

/** What is known about a redemption, itself included. Undefined: nobody knows, as in chat, which has no addresses. */
export type RedeemFacts = {
  redeemsLastHour: number;
  redeemsLastDay: number;
  accountsFromAddress: number | undefined;
  hoursOnDevice: number | undefined;
  amountMinor: bigint;
  /** What the person redeemed before in this currency, minor units, newest first. */
  earlierMinor: readonly bigint[];
};

/** What is known about a checkout, itself included. What the person spent before is in its currency, minor units, newest first. */
export type SpendFacts = {
  spendsLastHour: number;
  spendsLastDay: number;
  hoursOnDevice: number | undefined;
  spentMinor: bigint;
  earlierSpentMinor: readonly bigint[];
};

/** A rule that fired: `found` is what was counted. */
export type Fired = { rule: VelocityRuleName; found: number } & VelocityRule;

/** Somebody's usual amount is none before they have redeemed or spent this often. */
const LEAST_EARLIER = 5;

/** The rules that a redemption or a checkout breaks. */
export function judgeVelocity(rules: VelocityRules, facts: RedeemFacts | SpendFacts): Fired[] {
  return VELOCITY_RULE_NAMES.flatMap((name): Fired[] => {
    const rule = rules[name];
    if (!rule) return [];
    const found = COUNTS[name](facts);
    if (found === undefined) return [];
    // A device is new while its age is below the limit; all else is unusual above it.
    const isBroken = name === 'new-device' ? found < rule.limit : found > rule.limit;
    return isBroken ? [{ rule: name, found, ...rule }] : [];
  });
}

/** The strictest measure of the rules that fired. */
export function strictest(fired: readonly Fired[]): Measure | undefined {
  return MEASURES.findLast((measure) => fired.some((one) => one.measure === measure));
}

/** What is not known of one is not judged. */
type Facts = Partial<RedeemFacts & SpendFacts>;

const COUNTS: Record<VelocityRuleName, (facts: Facts) => number | undefined> = {
  'redeems-per-hour': (facts) => facts.redeemsLastHour,
  'redeems-per-day': (facts) => facts.redeemsLastDay,
  'accounts-per-address': (facts) => facts.accountsFromAddress,
  'new-device': (facts) => facts.hoursOnDevice,
  'unusual-amount': ({ amountMinor, earlierMinor }) => timesUsual(amountMinor, earlierMinor),
  'spends-per-hour': (facts) => facts.spendsLastHour,
  'spends-per-day': (facts) => facts.spendsLastDay,
  'unusual-spend': ({ spentMinor, earlierSpentMinor }) => timesUsual(spentMinor, earlierSpentMinor),
};

/** How many times the median of the earlier amounts it is, rounded up. */
function timesUsual(
  amountMinor: bigint | undefined,
  earlierMinor: readonly bigint[] = [],
): number | undefined {
  if (amountMinor === undefined || earlierMinor.length < LEAST_EARLIER) return undefined;
  const sorted = earlierMinor.toSorted((a, b) => (a < b ? -1 : 1));
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 1n;
  return Number((amountMinor + usual - 1n) / usual);
}
