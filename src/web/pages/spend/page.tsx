import type { Child } from 'hono/jsx';
import type { SignedIn, SpendReport, SpendTotal } from '#src/app.ts';
import { rangeBefore } from '#src/domain/report/day-range.ts';
import { figuresBy, NOTHING_SPENT, type SpendFigure } from '#src/domain/report/spend-words.ts';
import type { Words } from '#src/words/words.ts';
import { pathWith } from '../../frame/path-with.ts';
import { SitePage } from '../../frame/site-page.tsx';
import { FileLinks } from './file-links.tsx';
import { type NamedId, SpendForm } from './spend-form.tsx';
import { type SpendQuery, spendParameters } from './query.ts';
import { SpendTable } from './spend-table.tsx';
import { amountsText, figureText, moneyText, whenText } from './spend-texts.ts';

export type SpendPageProps = {
  words: Words;
  organization: { name: string; currency: string };
  reader: SignedIn;
  query: SpendQuery;
  spend: SpendReport;
  /** By currency. */
  charts: ReadonlyMap<string, Child>;
  /** Those among which the reader may choose. */
  departments: readonly NamedId[];
  /** The only department that the reader sees. */
  only: string | undefined;
};

/** What was spent: the answer, the picture, then the rows. Everything that it shows stands in its address. */
export function SpendPage({
  words,
  organization,
  reader,
  query,
  spend,
  charts,
  departments,
  only,
}: SpendPageProps) {
  const { say } = words;
  const main: SpendFigure = figuresBy(query.by).includes('given') ? 'given' : 'spent';
  const totals =
    spend.totals.length > 0
      ? spend.totals
      : [{ currency: organization.currency, gifts: 0, now: NOTHING_SPENT, before: NOTHING_SPENT }];
  const amounts = amountsText(
    words,
    totals.map(({ currency, now }) => ({ currency, amountMinor: now[main] })),
  );
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/spend"
      title={say(`web.spend.title.${main}`, { amounts, when: whenText(words, query.days) })}
      tab={say('web.nav.spend')}
    >
      {query.days.isMisread && <p class="summary">{say('web.spend.misread')}</p>}
      {totals.map((total) => (
        <p class="lead">{comparison(words, query, { main, total })}</p>
      ))}
      {only !== undefined && <p>{say('web.spend.onlyOwn', { department: only })}</p>}
      <SpendForm words={words} query={query} departments={departments} />
      {spend.rows.length === 0 ? (
        <p>{say('web.spend.empty')}</p>
      ) : (
        totals.map((total) => (
          <section aria-label={total.currency}>
            {totals.length > 1 && <h2>{total.currency}</h2>}
            {charts.get(total.currency)}
            <SpendTable words={words} query={query} spend={spend} total={total} />
          </section>
        ))
      )}
      <FileLinks
        words={words}
        addressFor={(format) => pathWith(`/spend/export.${format}`, spendParameters(query))}
      />
      <Meanings words={words} figures={figuresBy(query.by)} />
    </SitePage>
  );
}

/** In words, how this compares with the days before. */
function comparison(
  words: Words,
  { days }: SpendQuery,
  { main, total }: { main: SpendFigure; total: SpendTotal },
): string {
  const { say } = words;
  const { now, before, currency } = total;
  const when = whenText(words, rangeBefore(days));
  const amount = moneyText(words, before[main], currency);
  if (before[main] <= 0n) return say('web.spend.nothingBefore', { when });
  const tenths = Number(((now[main] - before[main]) * 1_000n) / before[main]);
  if (tenths === 0) return say('web.spend.asBefore', { when, amount });
  const percent = new Intl.NumberFormat(words.locale, {
    maximumFractionDigits: Math.abs(tenths) < 100 ? 1 : 0,
  });
  const change = percent.format(Math.abs(tenths) / 10);
  return say(tenths > 0 ? 'web.spend.moreThanBefore' : 'web.spend.lessThanBefore', { change, when, amount });
}

/** What each word means, for whoever asks. */
function Meanings({ words, figures }: { words: Words; figures: readonly SpendFigure[] }) {
  const { say } = words;
  return (
    <details>
      <summary>{say('web.spend.meanings')}</summary>
      <dl class="meanings">
        {figures.map((figure) => (
          <div>
            <dt>{figureText(words, figure)}</dt>
            <dd>{say(`web.spend.meaning.${figure}`)}</dd>
          </div>
        ))}
      </dl>
      <p class="note">{say('web.spend.meaningOfDays')}</p>
    </details>
  );
}
