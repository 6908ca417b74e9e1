import type { GivingRules, PairShare, RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { isPostIn } from '#src/domain/budget/post-in.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';
import type { Words } from '#src/words/words.ts';
import { readMoney, type Typed } from './change.ts';
import { AMOUNT_FIELDS, GUESTS, ROLE_FIELDS } from './rules-fields.tsx';

type Of = { name: string; currency: string; stands: GivingRules };

export type ReadRules = { changes: RulesChanges; errors: Record<string, string> };

/**
 * What a form changes in the rules in force; what stands in it as it is changes nothing, so that a department goes on following the
 * others in it. Or what is wrong, by field.
 */
export function readRules(words: Words, of: Of, typed: Typed): ReadRules {
  const errors: Record<string, string> = {};
  const { stands } = of;
  function take<T>(name: string, read: (text: string) => T | undefined, wrong: string): T | undefined {
    const value = read((typed[name] ?? '').trim());
    if (value === undefined) errors[name] ??= wrong;
    return value;
  }
  /** Null where the field is empty. */
  function amount(name: string): bigint | null | undefined {
    const text = (typed[name] ?? '').trim();
    if (text === '') return null;
    const read = readMoney(words, of, text);
    if (read.ok) return read.amountMinor;
    errors[name] = read.error;
    return undefined;
  }
  const unreadable = words.say('web.form.unreadable');
  const number = words.say('web.rules.wholeNumber');
  const wanted = {
    ...Object.fromEntries(Object.entries(AMOUNT_FIELDS).map(([name, rule]) => [rule, amount(name)])),
    guests: take('guests', (text) => GUESTS.find((one) => one === text), unreadable),
    approvalHours: take('approvalHours', wholeFrom(1), number),
    remindHours: take('remindHours', wholeFrom(0), number),
    undoMinutes: take('undoMinutes', wholeFrom(0), number),
    claimDays: take('claimDays', (text) => (text === '' ? null : days(text)), words.say('web.rules.badDays')),
    giftKind: take('giftKind', (text) => text || undefined, unreadable),
    postIn: take('postIn', (text) => (isPostIn(text) ? text : undefined), words.say('web.rules.badPlace')),
    postAmount: take('postAmount', (text) => SHOWN.get(text), unreadable),
    pairShare: readPair(),
  };
  const byRole = Object.entries(ROLE_FIELDS).map(([name, rule]) => [rule, amountsByRole(name, stands[rule])]);
  const changes = {
    ...onlyChanged(wanted, stands),
    ...Object.fromEntries(byRole.filter(([, some]) => some)),
  };
  return { changes, errors };

  function readPair(): PairShare | null | undefined {
    const text = (typed['pairShare'] ?? '').trim();
    if (text === '') return null;
    if (!/^(?:[1-9]\d?|100)$/u.test(text)) {
      errors['pairShare'] = words.say('web.rules.badPercent');
      return undefined;
    }
    const fromMinor = amount('pairFrom');
    if (fromMinor === null || fromMinor === 0n) errors['pairFrom'] = words.say('web.rules.pairFromMissing');
    if (!fromMinor) return undefined;
    const onExcess = typed['pairExcess'] === 'stop' ? 'stop' : 'warn';
    return { maxPercent: Number(text), fromMinor, onExcess };
  }

  function amountsByRole(
    name: string,
    stand: Partial<Record<Role, bigint>>,
  ): Partial<Record<Role, bigint | null>> | undefined {
    const changed = ROLES.flatMap((role) => {
      const minor = amount(`${name}-${role}`);
      return minor === undefined || minor === (stand[role] ?? null) ? [] : [[role, minor] as const];
    });
    return changed.length > 0 ? Object.fromEntries(changed) : undefined;
  }
}

const SHOWN: ReadonlyMap<string, boolean> = new Map([
  ['shown', true],
  ['hidden', false],
]);

function wholeFrom(least: number): (text: string) => number | undefined {
  return (text) => (/^\d{1,5}$/u.test(text) && Number(text) >= least ? Number(text) : undefined);
}

function days(text: string): number | undefined {
  return /^[1-9]\d{0,3}$/u.test(text) ? Number(text) : undefined;
}

/** What differs from the rules in force. A rule that nobody set means what the form shows for it. */
function onlyChanged(wanted: object, stands: GivingRules): RulesChanges {
  const unset: Record<string, unknown> = { postIn: 'nowhere', postAmount: false, giftKind: 'stored-value' };
  const changed = Object.entries(wanted).filter(([rule, value]) => {
    const now = (stands as Record<string, unknown>)[rule] ?? unset[rule] ?? null;
    return value !== undefined && !isSame(now, value);
  });
  return Object.fromEntries(changed);
}

function isSame(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${name}=${String(one)}`)
    .join();
}
