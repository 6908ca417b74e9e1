import { z } from 'zod';
import type { RecordedChange } from '#src/app.ts';
import { proposalText } from '#src/chat/cards/proposal-text.ts';
import { ruleLines } from '#src/chat/cards/plan-lines.ts';
import { changedRows, ruleRows, type RulesIn } from '#src/chat/cards/rule-rows.ts';
import {
  type GivingRules,
  NO_RULES,
  rulesOf,
  type StoredGivingRules,
} from '#src/domain/budget/giving-rules.ts';
import { changeOf, type StoredChange } from '#src/domain/budget/proposal.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { PERIOD_KINDS } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Words } from '#src/words/words.ts';

const Minor = z
  .string()
  .regex(/^-?\d+$/u)
  .transform(BigInt)
  .nullable()
  .catch(null);

const Budget = z.object({ amountMinor: Minor, period: z.enum(PERIOD_KINDS).catch('month') });

/** What stands in the record about a change; older versions wrote less. */
const Detail = z.object({
  amountMinor: Minor.default(null),
  period: z.enum(PERIOD_KINDS).optional().catch(undefined),
  before: Budget.nullable().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});

/** Where something was changed, and by which rules it gives. */
type ChangedIn = { department: Department; rulesIn: RulesIn };

/** What was changed, in a sentence or several. */
export function changeTexts(words: Words, change: RecordedChange, of: ChangedIn): string[] {
  const { say } = words;
  const { rulesIn } = of;
  const detail = Detail.parse(change.detail);
  const { amountMinor, period = 'month' } = detail;
  const amount = moneyOr(words, amountMinor, rulesIn.currency);
  switch (change.kind) {
    case 'budget.set':
      return [
        say('web.did.budget.set', {
          amount,
          period: say(`period.${period}`),
          before: detail.before ? moneyOr(words, detail.before.amountMinor, rulesIn.currency) : 'none',
        }),
      ];
    case 'budget.moved':
      return [say('web.did.budget.moved', { amount, from: change.from ?? '', to: change.to ?? '' })];
    case 'allowance.set': {
      const name = change.subject ?? '';
      return [
        amountMinor === null
          ? say('web.did.allowance.none', { name })
          : say('web.did.allowance.set', { name, amount }),
      ];
    }
    case 'policy.set':
      return ruleTexts(words, change, rulesIn);
    case 'policy.planned':
    case 'allowance.planned':
    case 'budget.planned':
    case 'plan.withdrawn':
      return planTexts(words, change, of);
    case 'budget.topped-up':
    case 'budget.brought-home':
    case 'budget.written-off':
      return [say(`web.did.${change.kind}`, { amount })];
    case 'budget.frozen':
    case 'budget.unfrozen':
      return [say(`web.did.${change.kind}`)];
  }
}

/** What was planned, or withdrawn before it began. */
function planTexts(
  words: Words,
  { kind, subject, detail }: RecordedChange,
  { department, rulesIn }: ChangedIn,
): string[] {
  const change = changeOf(detail['change'] as StoredChange);
  const { name, currency, timeZone } = department;
  const target = subject ?? name;
  const what = proposalText(words, { change, currency, target, to: null, weight: 'no-limit' });
  const from = words.date(new Date(String(detail['from'])), timeZone);
  const did = kind === 'plan.withdrawn' ? 'web.did.withdrawn' : 'web.did.planned';
  const lines = change.kind === 'rules' ? ruleLines(words, change.rules, rulesIn) : [];
  return [words.say(did, { from, what }), ...lines];
}

/** Why, as whoever did it wrote. */
export function writtenReason({ detail }: RecordedChange): string | undefined {
  return Detail.parse(detail).reason || undefined;
}

function moneyOr({ locale }: Words, amountMinor: bigint | null, currency: string): string {
  return amountMinor === null ? '' : formatMoney({ amountMinor, currency }, locale);
}

function ruleTexts(words: Words, { detail }: RecordedChange, rulesIn: RulesIn): string[] {
  const [before, after] = [detail['before'], detail['rules']].map(
    (rules): GivingRules => ({ ...NO_RULES, ...rulesOf((rules ?? {}) as StoredGivingRules) }),
  );
  if (!before || !after) return [];
  const changed = changedRows(ruleRows(words, before, rulesIn), ruleRows(words, after, rulesIn));
  const whose = words.say(detail['departmentId'] === null ? 'web.did.rulesOfAll' : 'web.did.rules');
  return [
    whose,
    ...changed.map(({ label, value, before: was }) => words.say('web.did.rule', { label, value, was })),
  ];
}
