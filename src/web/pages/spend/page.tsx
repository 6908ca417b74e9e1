import type { Child } from 'hono/jsx';
import type { SignedIn, SpendReport, SpendTotal } from '#src/app.ts';
import { figuresBy, mainFigure, NOTHING_SPENT, type SpendFigure } from '#src/domain/report/spend-words.ts';
import { mayGetSpend, type SpendMailing } from '#src/domain/report/spend-mailing.ts';
import type { Words } from '#src/words/words.ts';
import { pathWith } from '../../frame/path-with.ts';
import type { FilteredDepartment } from '../../frame/department-filter.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { BudgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';
import { FileLinks } from './file-links.tsx';
import { MonthlyForm } from './monthly-form.tsx';
import { SpendForm } from './spend-form.tsx';
import { type SpendQuery, spendParameters } from './query.ts';
import { SpendTable } from './spend-table.tsx';
import { amountsText, comparisonText, figureText, whenText } from '#src/chat/cards/spend-texts.ts';

export type SpendPageProps = {
  words: Words;
  organization: { name: string; currency: string };
  reader: SignedIn;
  query: SpendQuery;
  spend: SpendReport;
  budgets: BudgetsOfRows;
  /** What the reader gets each month by mail. */
  mailing: SpendMailing | undefined;
  /** Whether they just said so. */
  isSaved: boolean;
  /** By currency. */
  charts: ReadonlyMap<string, Child>;
  /** Those among which the reader may choose. */
  departments: readonly FilteredDepartment[];
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
  budgets,
  mailing,
  isSaved,
  charts,
  departments,
  only,
}: SpendPageProps) {
  const { say } = words;
  const { person } = reader;
  const main = mainFigure(query.by);
  const totals = spend.totals.length > 0 ? spend.totals : [nothingIn(organization.currency)];
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
      {isSaved && (
        <p class="said" role="status">
          {say('web.spend.monthly.saved')}
        </p>
      )}
      {query.days.isMisread && <p class="summary">{say('web.spend.misread')}</p>}
      {totals.map((total) => (
        <p class="lead">{comparisonText(words, query.days, { main, total })}</p>
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
            <SpendTable words={words} query={query} spend={spend} budgets={budgets} total={total} />
          </section>
        ))
      )}
      <FileLinks
        words={words}
        addressFor={(format) => pathWith(`/spend/export.${format}`, spendParameters(query))}
      />
      {mayGetSpend(person) && person.email !== null && (
        <MonthlyForm words={words} by={query.by} mailing={mailing} email={person.email} />
      )}
      <Meanings words={words} figures={figuresBy(query.by)} hasBudgets={query.by === 'department'} />
    </SitePage>
  );
}

function nothingIn(currency: string): SpendTotal {
  return { currency, gifts: 0, now: NOTHING_SPENT, before: NOTHING_SPENT, members: 0 };
}

type MeaningsProps = { words: Words; figures: readonly SpendFigure[]; hasBudgets: boolean };

/** What each word means, for whoever asks. */
function Meanings({ words, figures, hasBudgets }: MeaningsProps) {
  const { say } = words;
  return (
    <details>
      <summary>{say('web.spend.meanings')}</summary>
      <dl class="meanings">
        {hasBudgets && (
          <div>
            <dt>{say('web.spend.budget')}</dt>
            <dd>{say('web.spend.meaningOfBudget')}</dd>
          </div>
        )}
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
