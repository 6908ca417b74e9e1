import type { TaxReport } from '#src/app.ts';
import { canadaSix, ruleText, signedText, treatmentText } from '#src/chat/cards/tax-texts.ts';
import { TAX_OCCASIONS } from '#src/domain/gift/tax-class.ts';
import { type TaxMap, unfilledColumn } from '#src/domain/report/tax-map.ts';
import { us1099Rows } from '#src/domain/report/tax-report.ts';
import { findTaxRule, TAX_RULES, type TaxRule } from '#src/domain/report/tax-rules.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { Field } from '../../frame/field.tsx';
import { pathWith } from '../../frame/path-with.ts';
import { FileLinks } from '../spend/file-links.tsx';
import { dayText, moneyText, whenText } from '#src/chat/cards/spend-texts.ts';
import { type TaxQuery, taxParameters } from './query.ts';
import { reachedKey } from '../../export/tax-files.ts';

type Shown = { words: Words; query: TaxQuery; today: string; report: TaxReport };

/** The files for payroll, each in the columns that were saved for it. */
export function PayrollSection({
  words,
  query,
  today,
  maps,
  maySet,
}: Shown & { maps: readonly TaxMap[]; maySet: boolean }) {
  const { say } = words;
  const asked = taxParameters(query, today);
  return (
    <section aria-labelledby="files">
      <h2 id="files">{say('web.tax.files')}</h2>
      <p class="note">{say('web.tax.filesNote', { when: whenText(words, query.period) })}</p>
      <DataTable
        caption={say('web.tax.files')}
        rows={maps}
        columns={[
          { label: say('web.tax.file'), isMain: true, cell: ({ name }) => name },
          {
            label: say('web.tax.columns'),
            cell: ({ columns }) => columns.map(({ header }) => header).join(', '),
          },
          {
            label: say('web.tax.download'),
            isMain: true,
            cell: (map) => <Downloads words={words} map={map} asked={asked} />,
          },
          ...(maySet
            ? [
                {
                  label: say('web.tax.changeMap'),
                  cell: ({ name }: TaxMap) => (
                    <a
                      href={pathWith('/tax/maps', { name })}
                      aria-label={say('web.tax.changeMapOf', { name })}
                    >
                      {say('web.tax.changeMap')}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {maySet && (
        <p class="acts">
          <a class="button" href="/tax/maps">
            {say('web.tax.addMap')}
          </a>
        </p>
      )}
    </section>
  );
}

type Asked = ReturnType<typeof taxParameters>;

/** Programs read these files, so they begin with no mark and part their fields by commas. */
function Downloads({ words: { say }, map, asked }: { words: Words; map: TaxMap; asked: Asked }) {
  const column = unfilledColumn(map);
  if (column !== undefined) return <>{say('web.tax.needsCodes', { column })}</>;
  const { name } = map;
  const csv = pathWith('/tax/payroll.csv', { ...asked, map: name, bom: 'no', separator: 'comma' });
  return (
    <>
      <a href={csv} aria-label={say('web.tax.csvOf', { name })}>
        CSV
      </a>
      {' · '}
      <a
        href={pathWith('/tax/payroll.xlsx', { ...asked, map: name })}
        aria-label={say('web.tax.xlsxOf', { name })}
      >
        Excel
      </a>
    </>
  );
}

/** What the CRA wants to see of each card; nothing where nobody is in Canada. */
export function CanadaSection({ words, query, today, report }: Shown) {
  const { say } = words;
  if (report.canada.length === 0) return <></>;
  const six = report.canada.slice(0, 50).map((gift) => canadaSix(words, gift));
  return (
    <section aria-labelledby="canada">
      <h2 id="canada">{say('web.tax.canada')}</h2>
      <p class="note">{say('web.tax.canadaLead')}</p>
      <DataTable
        caption={say('web.tax.canada')}
        rows={six}
        columns={[
          { label: say('web.tax.canada.name'), isMain: true, cell: ({ name }) => name },
          { label: say('web.tax.canada.day'), cell: ({ day }) => dayText(words, day) },
          { label: say('web.tax.canada.reason'), cell: ({ reason }) => reason },
          { label: say('web.tax.canada.type'), cell: ({ type }) => type },
          {
            label: say('web.tax.canada.amount'),
            isAmount: true,
            isMain: true,
            cell: ({ amount }) => amount,
          },
          { label: say('web.tax.canada.shops'), cell: ({ shops }) => shops },
        ]}
      />
      <FileLinks
        words={words}
        addressFor={(format) => pathWith(`/tax/canada.${format}`, taxParameters(query, today))}
      />
    </section>
  );
}

/** What people who are no employees got in the US in a calendar year. */
export function Us1099Section({ words, query, today, year: report }: Shown & { year: TaxReport }) {
  const { say } = words;
  const { year } = query;
  const rows = us1099Rows(report);
  return (
    <section aria-labelledby="us1099">
      <h2 id="us1099">{say('web.tax.1099', { year })}</h2>
      <p class="note">
        {say('web.tax.1099Lead')} {thresholdText(words, year)}
      </p>
      <form method="get" action="/tax" class="filter">
        <input type="hidden" name="day" value={query.period.from} />
        {query.at !== today && <input type="hidden" name="at" value={query.at} />}
        <Field
          name="year"
          label={say('web.tax.year')}
          control={(described) => (
            <input {...described} name="year" value={year} inputmode="numeric" pattern="[0-9]{4}" />
          )}
        />
        <button class="button">{say('web.tax.show')}</button>
      </form>
      {rows.length === 0 ? (
        <p>{say('web.tax.1099None', { year })}</p>
      ) : (
        <>
          <DataTable
            caption={say('web.tax.1099', { year })}
            rows={rows}
            columns={[
              { label: say('web.tax.person'), isMain: true, cell: ({ person }) => person.name },
              { label: say('web.tax.email'), cell: ({ person }) => person.email ?? '–' },
              {
                label: say('web.tax.total'),
                isAmount: true,
                isMain: true,
                cell: ({ amountMinor, currency }) => signedText(words, amountMinor, currency),
              },
              {
                label: say('web.tax.1099Reached'),
                cell: ({ isReached }) => say(`web.tax.reached.${reachedKey(isReached)}`),
              },
            ]}
          />
          <FileLinks words={words} addressFor={(format) => pathWith(`/tax/1099.${format}`, { year })} />
        </>
      )}
    </section>
  );
}

function thresholdText(words: Words, year: string): string {
  const rule = findTaxRule({ country: 'US', occasion: 'work', recipient: 'guest', day: `${year}-12-31` });
  const threshold = rule?.treatment.kind === 'reported' ? rule.treatment.threshold : undefined;
  if (!threshold || threshold.amountMinor === null) return words.say('web.tax.1099Unknown', { year });
  const amount = moneyText(words, threshold.amountMinor, threshold.currency);
  return words.say('web.tax.1099Threshold', { year, amount });
}

/** All rules there are, with who says so. */
export function RulesSection({ words }: { words: Words }) {
  const { say } = words;
  return (
    <details>
      <summary>{say('web.tax.rules')}</summary>
      <p class="note">{say('web.tax.rulesNote')}</p>
      <DataTable
        caption={say('web.tax.rules')}
        rows={TAX_RULES}
        columns={[
          {
            label: say('web.tax.rule'),
            isMain: true,
            cell: (rule) => (
              <div>
                {ruleText(words, rule.key)}
                <span class="sub">{aboutText(words, rule)}</span>
              </div>
            ),
          },
          {
            label: say('web.tax.says'),
            cell: (rule) => `${treatmentText(words, rule)}. ${say(`web.tax.fits.${rule.key}`)}`,
          },
          { label: say('web.tax.source'), cell: ({ source }) => source },
        ]}
      />
    </details>
  );
}

/** Whom a rule is about, on which occasions, and from which day on. */
function aboutText(words: Words, { recipient, occasions, since }: TaxRule): string {
  const { say } = words;
  const named = TAX_OCCASIONS.filter((one) => occasions === 'any' || occasions.includes(one));
  const all =
    occasions === 'any' ? [say('web.tax.occasion.any')] : named.map((one) => say(`web.tax.occasion.${one}`));
  const from = say('web.tax.sinceDay', { day: dayText(words, since) });
  return [say(`web.gift.taxClass.${recipient}`), all.join(', '), from].join(' · ');
}
