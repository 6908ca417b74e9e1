import type { SignedIn, TaxReport, TaxReportLine } from '#src/app.ts';
import {
  countryText,
  payPeriodText,
  ruleText,
  signedText,
  taxTitle,
  taxTroubleText,
  useText,
} from '#src/chat/cards/tax-texts.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { NO_PARTS } from '#src/domain/report/tax-amounts.ts';
import { plus, type TaxTotal } from '#src/domain/report/tax-lines.ts';
import type { TaxMap } from '#src/domain/report/tax-map.ts';
import { taxTroubles } from '#src/domain/report/tax-report.ts';
import { TAX_RULES_READ_ON } from '#src/domain/report/tax-rules.ts';
import type { Words } from '#src/words/words.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { pathWith } from '../../frame/path-with.ts';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { DayField } from '../spend/spend-form.tsx';
import { dayText } from '#src/chat/cards/spend-texts.ts';
import { FileLinks } from '../spend/file-links.tsx';
import { CanadaSection, PayrollSection, RulesSection, Us1099Section } from './sections.tsx';
import { type TaxQuery, taxParameters } from './query.ts';

export type TaxPageProps = {
  words: Words;
  organization: { name: string; currency: string };
  reader: SignedIn;
  query: TaxQuery;
  today: string;
  report: TaxReport;
  /** The guests of the query’s calendar year. */
  year: TaxReport;
  periods: readonly DayRange[];
  maps: readonly TaxMap[];
  maySet: boolean;
  said: string | undefined;
};

const PAGE_ROWS = 50;
const PARTS = ['wages', 'exempt', 'reported', 'unknown'] as const;

/** What payroll adds in a pay period, what to look at before, then each person, the files, and what it all goes by. */
export function TaxPage(props: TaxPageProps) {
  const { words, organization, reader, query, report, said, maySet } = props;
  const { say } = words;
  const { lines, totals, setting } = report;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/tax"
      title={taxTitle(words, { ...report, days: query.period })}
      tab={say('web.nav.tax')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {query.isMisread && <p class="summary">{say('web.tax.misread')}</p>}
      <p class="lead">{say(`web.tax.basis.${setting.basis}`)}</p>
      {report.days.to < query.period.to && (
        <p>
          {say('web.tax.soFar', {
            day: dayText(words, report.days.to),
            end: dayText(words, query.period.to),
          })}
        </p>
      )}
      <PeriodForm {...props} />
      <Troubles words={words} lines={lines} />
      {lines.length === 0 ? (
        <p>{say('web.tax.nothingThere')}</p>
      ) : (
        <>
          <Totals words={words} totals={totals} />
          <Lines {...props} />
        </>
      )}
      <PayrollSection {...props} />
      <CanadaSection {...props} />
      <Us1099Section {...props} />
      <RulesSection words={words} />
      <p class="note">{say('web.tax.advice', { day: dayText(words, TAX_RULES_READ_ON) })}</p>
      {maySet && (
        <p class="acts">
          <a class="button" href="/tax/settings">
            {say('web.tax.settings')}
          </a>
        </p>
      )}
    </SitePage>
  );
}

function PeriodForm({ words, query, periods }: TaxPageProps) {
  const { say } = words;
  const { period, at } = query;
  const isListed = periods.some(({ from }) => from === period.from);
  const options = isListed ? periods : [period, ...periods];
  return (
    <form method="get" action="/tax" class="filter">
      <SelectField
        name="day"
        label={say('web.tax.period')}
        chosen={period.from}
        options={options.map((one) => [one.from, payPeriodText(words, one)])}
      />
      <DayField name="at" label={say('web.tax.at')} value={at} />
      <button class="button">{say('web.tax.show')}</button>
    </form>
  );
}

function Troubles({ words, lines }: { words: Words; lines: readonly TaxReportLine[] }) {
  const troubles = taxTroubles(lines);
  if (troubles.length === 0) return <></>;
  return (
    <section aria-labelledby="trouble">
      <h2 id="trouble">{words.say('web.tax.trouble')}</h2>
      <ul class="needs">
        {troubles.map((trouble) => (
          <li>
            <div>{taxTroubleText(words, trouble)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Totals({ words, totals }: { words: Words; totals: readonly TaxTotal[] }) {
  const { say } = words;
  return (
    <section aria-labelledby="totals">
      <h2 id="totals">{say('web.tax.totals')}</h2>
      <DataTable
        caption={say('web.tax.totals')}
        rows={totals}
        columns={[
          { label: say('web.spend.currency'), isMain: true, cell: ({ currency }) => currency },
          ...PARTS.map((part): Column<TaxTotal> => {
            return {
              label: say(`web.tax.part.${part}`),
              isAmount: true,
              ...(part === 'wages' && { isMain: true }),
              cell: (total) => amountText(words, total[part], total.currency),
            };
          }),
          { label: say('web.tax.people'), isAmount: true, cell: ({ people }) => String(people) },
        ]}
      />
    </section>
  );
}

function Lines({ words, query, report, today }: TaxPageProps) {
  const { say } = words;
  const { lines } = report;
  const pages = Math.max(1, Math.ceil(lines.length / PAGE_ROWS));
  const page = Math.min(query.page, pages);
  const shown = lines.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS);
  const asked = taxParameters(query, today);
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">{say('web.tax.lines')}</h2>
      <p class="note">{say('web.tax.meaning')}</p>
      {lines.some(({ isCorrection }) => isCorrection) && <p class="note">{say('web.tax.correctionNote')}</p>}
      <DataTable caption={say('web.tax.lines')} rows={shown} columns={lineColumns(words, lines)} />
      {pages > 1 && (
        <nav class="pages" aria-label={say('web.tax.lines')}>
          {page > 1 && <a href={pathWith('/tax', { ...asked, page: page - 1 })}>{say('web.tax.before')}</a>}
          <span>{say('web.tax.page', { page, pages })}</span>
          {page < pages && <a href={pathWith('/tax', { ...asked, page: page + 1 })}>{say('web.tax.next')}</a>}
        </nav>
      )}
      <FileLinks words={words} addressFor={(format) => pathWith(`/tax/lines.${format}`, asked)} />
    </section>
  );
}

/** A part of which nobody has anything needs no column. */
function lineColumns(words: Words, lines: readonly TaxReportLine[]): Column<TaxReportLine>[] {
  const { say } = words;
  const all = lines.map((line) => absolute(line)).reduce(plus, NO_PARTS);
  const parts = PARTS.filter((part) => part === 'wages' || all[part] !== 0n);
  return [
    {
      label: say('web.tax.person'),
      isMain: true,
      cell: ({ person, recipient }) => (
        <div>
          {person.name}
          <span class="sub">
            {[
              person.employeeNumber,
              recipient === 'guest' && say('web.gift.taxClass.guest'),
              person.department,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      ),
    },
    {
      label: say('web.tax.rule'),
      cell: (line) => (
        <div>
          {line.isCorrection && <strong>{say('web.tax.correction')} · </strong>}
          {line.rule === null && `${countryText(words, line.country)} · `}
          {ruleText(words, line.rule)}
          <span class="sub">{useText(words, line)}</span>
        </div>
      ),
    },
    { label: say('web.tax.gifts'), isAmount: true, cell: ({ gifts }) => String(gifts) },
    ...parts.map((part): Column<TaxReportLine> => {
      return {
        label: say(`web.tax.part.${part}`),
        isAmount: true,
        ...(part === 'wages' && { isMain: true }),
        cell: (line) => amountText(words, line[part], line.currency),
      };
    }),
    ...(lines.some(({ isGrossedUp }) => isGrossedUp)
      ? [
          {
            label: say('web.tax.grossUp'),
            cell: ({ isGrossedUp }: TaxReportLine) => (isGrossedUp ? say('web.tax.grossUpYes') : '–'),
          },
        ]
      : []),
  ];
}

/** Nothing is a dash, so that what there is stands out. */
function amountText(words: Words, amountMinor: bigint, currency: string): string {
  return amountMinor === 0n ? '–' : signedText(words, amountMinor, currency);
}

function absolute({ wages, exempt, reported, unknown }: TaxReportLine) {
  return {
    wages: sizeOf(wages),
    exempt: sizeOf(exempt),
    reported: sizeOf(reported),
    unknown: sizeOf(unknown),
  };
}

function sizeOf(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}
