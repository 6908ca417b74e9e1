import type { Money } from '#src/domain/kit/money.ts';

/** What one person gave to another in one currency, and all that they gave in it. */
export type GivenPair = Money & {
  giver: { id: string; name: string };
  recipient: { id: string; name: string };
  gifts: number;
  givenMinor: bigint;
};

/**
 * What somebody should look at: one person who gives to another again and again, or people who give to each other around.
 * `subject`: the ids of its people, by which it is known again. `percent`: of all that the giver gave.
 */
export type GivingWarning = { subject: string; gifts: number; amounts: Money[] } & (
  | { kind: 'pair'; people: [string, string]; percent: number }
  | { kind: 'ring'; people: string[] }
);

export type WarningRules = {
  /** How many days are looked at. */
  days: number;
  /** From this share on, in percent, one recipient stands out. */
  pairPercent: number;
};

export const WARNING_DAYS = 90;
/** Where no rule says how much one recipient may get: half of everything is a favourite, whoever else there is. */
export const USUAL_PAIR_PERCENT = 50;
/** Fewer gifts are a coincidence: a small team thanks each other, and somebody is the only one to thank. */
const LEAST_PAIR_GIFTS = 5;
/** Each way around. One gift each is a thank-you for a thank-you. */
const LEAST_RING_GIFTS = 2;

/** Pairs and rings among what was given, those with most gifts first. */
export function giftWarnings(
  pairs: readonly GivenPair[],
  { pairPercent }: Pick<WarningRules, 'pairPercent'>,
): GivingWarning[] {
  return [...pairWarnings(pairs, pairPercent), ...ringWarnings(pairs)].toSorted(
    (one, other) => other.gifts - one.gifts || (one.subject < other.subject ? -1 : 1),
  );
}

function pairWarnings(pairs: readonly GivenPair[], pairPercent: number): GivingWarning[] {
  return pairs.flatMap((pair): GivingWarning[] => {
    const { giver, recipient, gifts, amountMinor, givenMinor, currency } = pair;
    const percent = Number((amountMinor * 100n) / givenMinor);
    if (gifts < LEAST_PAIR_GIFTS || percent < pairPercent) return [];
    const people: [string, string] = [giver.name, recipient.name];
    const subject = `${giver.id}:${recipient.id}`;
    return [{ kind: 'pair', subject, people, gifts, percent, amounts: [{ amountMinor, currency }] }];
  });
}

/** Two people or three, each of whom gave to the next more than once. */
function ringWarnings(pairs: readonly GivenPair[]): GivingWarning[] {
  const often = pairs.filter(({ gifts }) => gifts >= LEAST_RING_GIFTS);
  const byGiver = groupBy(often, ({ giver }) => giver.id);
  const rings = new Map<string, GivenPair[]>();
  function note(ring: readonly GivenPair[]): void {
    const subject = subjectOf(ring);
    rings.set(subject, [...new Set([...(rings.get(subject) ?? []), ...ring])]);
  }
  for (const first of often) {
    for (const second of byGiver.get(first.recipient.id) ?? []) {
      if (second.recipient.id === first.giver.id) note([first, second]);
      for (const third of byGiver.get(second.recipient.id) ?? []) {
        if (isTriangle(first, second, third)) note([first, second, third]);
      }
    }
  }
  return [...rings].map(([subject, ring]) => ringOf(subject, ring));
}

function isTriangle(first: GivenPair, second: GivenPair, third: GivenPair): boolean {
  return third.recipient.id === first.giver.id && second.recipient.id !== first.giver.id;
}

/** From the lowest id on, in the direction of the gifts: a ring is one, wherever one begins. */
function subjectOf(ring: readonly GivenPair[]): string {
  const ids = ring.map(({ giver }) => giver.id);
  const lowest = ids.indexOf(ids.toSorted()[0] ?? '');
  return [...ids.slice(lowest), ...ids.slice(0, lowest)].join(':');
}

function ringOf(subject: string, ring: readonly GivenPair[]): GivingWarning {
  const names = new Map(ring.map(({ giver }) => [giver.id, giver.name]));
  const gifts = ring.reduce((sum, one) => sum + one.gifts, 0);
  const people = subject.split(':').map((id) => names.get(id) ?? '');
  return { kind: 'ring', subject, people, gifts, amounts: sumByCurrency(ring) };
}

/** Currencies are never added. */
function sumByCurrency(amounts: readonly Money[]): Money[] {
  return [...groupBy(amounts, ({ currency }) => currency)].map(([currency, alike]) => ({
    currency,
    amountMinor: alike.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
  }));
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
