import type { Report } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { monthBefore } from '#src/domain/report/month-report.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

const MOST_LINES = 5;

type Shown = {
  /** What budgets of the running month grant, by currency. */
  granted: ReadonlyMap<string, bigint>;
  /** The same figures on the web. */
  link: string | undefined;
};

/** What was given in a month and what came of it: a sentence for each currency, the largest departments, a link. */
export function figuresCard(words: Words, report: Report, { granted, link }: Shown): Card {
  const { say } = words;
  const { only, totals, lines } = report;
  const month = words.month(report.month);
  const title = only
    ? say('figures.titleOf', { department: only.name, month })
    : say('figures.title', { month });
  const isListed = !only && lines.length > 1;
  const more = lines.length - MOST_LINES;
  return textCard('info', title, [
    ...(totals.length === 0 ? [say('figures.none', { month })] : []),
    ...totals.map((total) => sentence(words, report, { total, grantedMinor: granted.get(total.currency) })),
    ...(isListed ? [fieldsOf(words, lines.slice(0, MOST_LINES))] : []),
    ...(isListed && more > 0 ? [say('month.more', { count: more })] : []),
    ...(link === undefined ? [] : [say('figures.link'), link]),
  ]);
}

function fieldsOf(words: Words, lines: Report['lines']): CardBlock {
  const fields = lines.map(({ name, currency, givenMinor, givenBeforeMinor }) => ({
    label: name,
    value: words.say('figures.line', {
      given: money(words, givenMinor, currency),
      before: money(words, givenBeforeMinor, currency),
    }),
  }));
  return { kind: 'fields', fields };
}

function sentence(
  words: Words,
  report: Report,
  { total, grantedMinor }: { total: Report['totals'][number]; grantedMinor: bigint | undefined },
): string {
  const { say } = words;
  const { currency, gifts, unclaimedMinor, redeemedMinor, redeemedBeforeMinor } = total;
  const given = {
    given: money(words, total.givenMinor, currency),
    gifts,
    change: changeText(words, report, total),
  };
  const unclaimed = money(words, unclaimedMinor, currency);
  const redeemed = money(words, redeemedMinor, currency);
  const isNothing = gifts === 0 && total.givenBeforeMinor === 0n;
  const before = words.month(monthBefore(report.month));
  const granted = grantedMinor !== undefined && { ...given, granted: money(words, grantedMinor, currency) };
  return [
    isNothing
      ? say('figures.nothing', { month: before })
      : granted
        ? say('figures.givenOf', granted)
        : say('figures.given', given),
    say('figures.redeemed', { redeemed, before: money(words, redeemedBeforeMinor, currency) }),
    ...(unclaimedMinor > 0n ? [say('month.unclaimed', { unclaimed })] : []),
  ].join(' ');
}

/** Beside the month before, or as many days of it. */
function changeText(
  words: Words,
  report: Report,
  { currency, givenMinor, givenBeforeMinor: beforeMinor }: Report['totals'][number],
): string {
  const { say } = words;
  const { isRunning } = report;
  const month = words.month(monthBefore(report.month));
  if (beforeMinor === givenMinor) return say(isRunning ? 'figures.sameSoFar' : 'figures.same', { month });
  if (beforeMinor <= 0n) return say(isRunning ? 'figures.noneBeforeSoFar' : 'figures.noneBefore', { month });
  const isMore = givenMinor > beforeMinor;
  const change = {
    month,
    before: money(words, beforeMinor, currency),
    percent: percentOf(isMore ? givenMinor - beforeMinor : beforeMinor - givenMinor, beforeMinor),
  };
  if (isMore) return say(isRunning ? 'figures.moreSoFar' : 'figures.more', change);
  return say(isRunning ? 'figures.lessSoFar' : 'figures.less', change);
}

/** To the nearest whole one. */
function percentOf(partMinor: bigint, ofMinor: bigint): number {
  return Number((partMinor * 200n + ofMinor) / (ofMinor * 2n));
}

function money({ locale }: Words, amountMinor: bigint, currency: string): string {
  return formatMoney({ amountMinor, currency }, locale);
}
