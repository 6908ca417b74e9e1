import type { Child } from 'hono/jsx';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Words } from '#src/words/words.ts';
import type { Figures, GivenFigure } from './read-figures.ts';

type Shown = { words: Words; organization: { timeZone: string } };

/** The four numbers that those begin with who answer for everybody's money, each with what it was before. */
export function Numbers({
  words,
  organization,
  figures,
  approvals,
}: Shown & { figures: Figures; approvals: readonly ApprovalView[] }) {
  const { say } = words;
  const { given, unclaimed, undelivered, since } = figures;
  const day = words.date(since, organization.timeZone);
  const [oldest] = approvals;
  return (
    <dl class="numbers">
      <Figure label={say('web.overview.given')}>
        {given.length === 0 && <strong>{say('web.overview.none')}</strong>}
        {given.map((one) => (
          <>
            <strong>
              {formatMoney({ amountMinor: one.nowMinor, currency: one.currency }, words.locale)}
            </strong>
            <span class="note">{besideText(words, one)}</span>
          </>
        ))}
      </Figure>
      <Figure label={say('web.overview.waiting')}>
        <strong>{approvals.length}</strong>
        <span class="note">
          {oldest
            ? say('web.overview.oldest', { day: words.date(oldest.requestedAt, organization.timeZone) })
            : say('web.overview.noneWaits')}
        </span>
      </Figure>
      <Figure label={say('web.overview.unclaimed')}>
        {unclaimed.length === 0 && <strong>{say('web.overview.none')}</strong>}
        {unclaimed.map(({ currency, nowMinor, beforeMinor }) => (
          <>
            <strong>{formatMoney({ amountMinor: nowMinor, currency }, words.locale)}</strong>
            <span class="note">{sinceText(words, { currency, byMinor: nowMinor - beforeMinor, day })}</span>
          </>
        ))}
      </Figure>
      <Figure label={say('web.overview.undelivered')}>
        <strong>{undelivered.count}</strong>
        <span class="note">
          {say('web.overview.undeliveredSince', { count: undelivered.sinceCount, day })}
        </span>
      </Figure>
    </dl>
  );
}

function Figure({ label, children }: { label: string; children?: Child }) {
  return (
    <div class="panel">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Of how much, and how that is beside the month before. */
function besideText(words: Words, figure: GivenFigure): string {
  const { currency, grantedMinor } = figure;
  const change = changeText(words, figure);
  if (grantedMinor === undefined) return change;
  const granted = formatMoney({ amountMinor: grantedMinor, currency }, words.locale);
  return words.say('web.overview.ofGranted', { granted, change });
}

/** In whole percent of what it was, which stands beside it. */
function changeText({ say, locale }: Words, { currency, nowMinor, beforeMinor }: GivenFigure): string {
  if (beforeMinor === 0n) return say('web.overview.noneBefore');
  const change = Number(((nowMinor - beforeMinor) * 100n) / beforeMinor);
  const before = formatMoney({ amountMinor: beforeMinor, currency }, locale);
  if (change === 0) return say('web.overview.same', { before });
  return say(change > 0 ? 'web.overview.more' : 'web.overview.less', { percent: Math.abs(change), before });
}

function sinceText(
  { say, locale }: Words,
  { currency, byMinor, day }: { currency: string; byMinor: bigint; day: string },
): string {
  if (byMinor === 0n) return say('web.overview.sameSince', { day });
  const by = formatMoney({ amountMinor: byMinor < 0n ? -byMinor : byMinor, currency }, locale);
  return say(byMinor > 0n ? 'web.overview.moreSince' : 'web.overview.lessSince', { by, day });
}
