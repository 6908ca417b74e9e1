import type { Liability, Returned, SignedIn, StockValue } from '#src/app.ts';
import { AGES, type Age, LIABILITY_KINDS, type LiabilityKind } from '#src/domain/report/liability-words.ts';
import type { Words } from '#src/words/words.ts';
import { pathWith } from '../../frame/path-with.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { FileLinks } from '../spend/file-links.tsx';
import { DayField, PresetLinks } from '../spend/spend-form.tsx';
import { type AskedDays, dayParameters } from '../spend/query.ts';
import { amountsText, dayText, moneyText, whenText } from '#src/chat/cards/spend-texts.ts';

export type LiabilityQuery = { at: string; isMisread: boolean; days: AskedDays };

type LiabilityProps = {
  words: Words;
  organization: { name: string; currency: string };
  reader: SignedIn;
  query: LiabilityQuery;
  liabilities: readonly Liability[];
  stock: readonly StockValue[];
  returns: readonly Returned[];
};

/** What was promised and not paid out at the end of a day: the sum, then by kind, department and age; and what came back. */
export function LiabilityPage(props: LiabilityProps) {
  const { words, organization, reader, query, liabilities } = props;
  const { say } = words;
  const currencies = currenciesOf(liabilities);
  const owed = currencies.map((currency) => ({
    currency,
    amountMinor: sumOf(liabilities.filter((one) => one.currency === currency)),
  }));
  const amounts = amountsText(
    words,
    owed.length > 0 ? owed : [{ currency: organization.currency, amountMinor: 0n }],
  );
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/liability"
      title={say('web.liability.title', { amounts, day: dayText(words, query.at) })}
      tab={say('web.nav.liability')}
    >
      {query.isMisread && <p class="summary">{say('web.liability.misread')}</p>}
      <p class="lead">{say('web.liability.lead')}</p>
      <form method="get" action="/liability" class="filter">
        <DayField name="at" label={say('web.liability.at')} value={query.at} />
        <button class="button">{say('web.spend.show')}</button>
      </form>
      {liabilities.length === 0 && <p>{say('web.liability.empty')}</p>}
      {LIABILITY_KINDS.map((kind) => (
        <Kind words={words} kind={kind} liabilities={liabilities.filter((one) => one.kind === kind)} />
      ))}
      <FileLinks
        words={words}
        addressFor={(format) => pathWith(`/liability/export.${format}`, { at: query.at })}
      />
      <Stock {...props} />
      <Returns {...props} />
    </SitePage>
  );
}

function currenciesOf(rows: readonly { currency: string }[]): string[] {
  return [...new Set(rows.map(({ currency }) => currency))].toSorted();
}

function sumOf(liabilities: readonly Liability[]): bigint {
  return liabilities.reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
}

type Line = Pick<Liability, 'currency' | 'totalMinor' | 'ages'> & { department: string | undefined };

/** One kind by department, the total of each currency first. */
function Kind({
  words,
  kind,
  liabilities,
}: {
  words: Words;
  kind: LiabilityKind;
  liabilities: readonly Liability[];
}) {
  const { say } = words;
  if (liabilities.length === 0) return <></>;
  const totals = currenciesOf(liabilities).map((currency): Line => {
    const of = liabilities.filter((one) => one.currency === currency);
    const ages = Object.fromEntries(
      AGES.map((age) => [age, of.reduce((sum, one) => sum + one.ages[age], 0n)]),
    );
    return { department: undefined, currency, totalMinor: sumOf(of), ages: ages as Record<Age, bigint> };
  });
  return (
    <section aria-labelledby={`kind-${kind}`}>
      <h2 id={`kind-${kind}`}>{say(`web.liability.kind.${kind}`)}</h2>
      <p class="note">{say(`web.liability.meaning.${kind}`)}</p>
      <DataTable
        caption={say(`web.liability.kind.${kind}`)}
        rows={[...totals, ...liabilities]}
        isTotal={({ department }) => department === undefined}
        columns={columnsOf(words)}
      />
    </section>
  );
}

function columnsOf(words: Words): Column<Line>[] {
  const { say } = words;
  return [
    {
      label: say('web.spend.department'),
      isMain: true,
      cell: ({ department, currency }) => department ?? say('web.liability.totalOf', { currency }),
    },
    {
      label: say('web.spend.total'),
      isAmount: true,
      isMain: true,
      cell: ({ totalMinor, currency }) => moneyText(words, totalMinor, currency),
    },
    ...AGES.map((age): Column<Line> => {
      return {
        label: say(`web.liability.age.${age}`),
        isAmount: true,
        cell: ({ ages, currency }) => moneyText(words, ages[age], currency),
      };
    }),
  ];
}

function Stock({ words, query, stock }: LiabilityProps) {
  const { say } = words;
  if (stock.length === 0) return <></>;
  return (
    <section aria-labelledby="stock">
      <h2 id="stock">{say('web.liability.stock', { day: dayText(words, query.at) })}</h2>
      <DataTable
        caption={say('web.liability.stock', { day: dayText(words, query.at) })}
        rows={stock}
        columns={[
          { label: say('web.stock.product'), isMain: true, cell: ({ product }) => product },
          { label: say('web.stock.codes'), isAmount: true, cell: ({ codes }) => String(codes) },
          {
            label: say('web.stock.value'),
            isAmount: true,
            isMain: true,
            cell: ({ valueMinor, currency }) => moneyText(words, valueMinor, currency),
          },
        ]}
      />
    </section>
  );
}

/** What came back on other days, with a form of its own that keeps the day above. */
function Returns({ words, query, returns }: LiabilityProps) {
  const { say } = words;
  const { at, days } = query;
  return (
    <section aria-labelledby="returns">
      <h2 id="returns">{say('web.liability.returns', { when: whenText(words, days) })}</h2>
      {days.isMisread && <p class="summary">{say('web.spend.misread')}</p>}
      <PresetLinks words={words} days={days} path="/liability" others={{ at }} />
      <form method="get" action="/liability" class="filter">
        <input type="hidden" name="at" value={at} />
        <DayField name="from" label={say('web.spend.from')} value={days.from} />
        <DayField name="to" label={say('web.spend.to')} value={days.to} />
        <button class="button">{say('web.spend.show')}</button>
      </form>
      {returns.length === 0 ? (
        <p>{say('web.liability.noReturns')}</p>
      ) : (
        <DataTable
          caption={say('web.liability.returns', { when: whenText(words, days) })}
          rows={returns}
          columns={[
            { label: say('web.spend.department'), isMain: true, cell: ({ department }) => department },
            { label: say('web.liability.why'), cell: ({ kind }) => say(`web.liability.return.${kind}`) },
            { label: say('web.liability.count'), isAmount: true, cell: ({ count }) => String(count) },
            {
              label: say('web.spend.column.amount'),
              isAmount: true,
              isMain: true,
              cell: ({ amountMinor, currency }) => moneyText(words, amountMinor, currency),
            },
          ]}
        />
      )}
      <FileLinks
        words={words}
        addressFor={(format) => pathWith(`/liability/returns.${format}`, dayParameters(days))}
      />
    </section>
  );
}
