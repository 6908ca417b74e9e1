import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { amountProblemText } from './amount-problem-text.ts';
import type { Say, WordKey, Words } from '#src/words/words.ts';

/** A refusal in words: what is left, until when, and what to do. Each kind has its sentence, `refusal.<kind>`. */
export function refusalText(words: Words, refusal: Refusal): string {
  if (refusal.kind === 'bad-amount' && refusal.why) return amountProblemText(words, refusal);
  const key: WordKey = hasNothingKnown(refusal) ? 'refusal.no-departments' : `refusal.${refusal.kind}`;
  const say = words.say as (key: WordKey, args: Record<string, string | number>) => ReturnType<Say>;
  return say(key, argumentsOf(words, refusal));
}

/** Days of what is planned are said in the zone that it follows. */
function isInstant({ kind }: Refusal, name: string): boolean {
  return name === 'until' || (kind.startsWith('plan-') && INSTANTS.has(name));
}

const INSTANTS = new Set(['from', 'first', 'second']);

function hasNothingKnown(refusal: Refusal): boolean {
  return refusal.kind === 'unknown-department' && refusal.known.length === 0;
}

function isSpent(refusal: Refusal): boolean {
  return 'left' in refusal && moneyOf(refusal.left).amountMinor === 0n;
}

/** A refusal's fields as people write them: money, dates in the zone it names, lists. */
function argumentsOf(words: Words, refusal: Refusal): Record<string, string | number> {
  const { timeZone } = refusal as { timeZone?: string };
  const written = Object.entries(refusal).map(([name, value]) => [name, write(name, value)]);
  return { ...Object.fromEntries(written), isSpent: isSpent(refusal) ? 'yes' : 'no' };

  function write(name: string, value: string | number | string[] | StoredMoney): string | number {
    if (Array.isArray(value)) return [...new Set(value.map((one) => one || words.say('unnamed')))].join(', ');
    if (name === 'name' && value === '') return words.say('unnamed');
    if (typeof value === 'object') return formatMoney(moneyOf(value), words.locale);
    if (typeof value !== 'string' || !isInstant(refusal, name)) return value;
    return timeZone ? words.date(new Date(value), timeZone) : words.time(new Date(value));
  }
}
