import type { SignedIn, WalletRow } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { amountText, movementColumns } from './amounts.tsx';
import { movementText } from './filter.ts';

type StatementProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  currency: string;
  year: number;
  /** Oldest first. */
  rows: readonly WalletRow[];
  isWhole: boolean;
  most: number;
  now: Date;
};

/** A year's movements between two balances, to print or to keep. */
export function StatementPage(props: StatementProps) {
  const { words, organization, reader, currency, year, rows, isWhole, most, now } = props;
  const { say } = words;
  const [first, last] = [rows[0], rows.at(-1)];
  const columns = movementColumns(words, organization.timeZone, (row) => (
    <span>
      {movementText(words, row)}
      {row.gift?.message && <span class="sub">“{row.gift.message}”</span>}
    </span>
  ));
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      title={say('web.statement.title', { currency, year: String(year) })}
    >
      <p>
        {say('web.statement.for', {
          name: reader.person.name,
          organization: organization.name,
          at: words.dateAndTime(now, organization.timeZone),
        })}
      </p>
      {!isWhole && <p role="status">{say('web.statement.truncated', { most })}</p>}
      {first && last ? (
        <>
          <dl class="ends amounts">
            <dt>{say('web.statement.opening')}</dt>
            <dd>{amountText(words, first.balanceAfterMinor - first.amountMinor, currency)}</dd>
            <dt>{say('web.statement.closing')}</dt>
            <dd>{amountText(words, last.balanceAfterMinor, currency)}</dd>
          </dl>
          <DataTable caption={say('web.wallet.activity', { currency })} columns={columns} rows={rows} />
        </>
      ) : (
        <p>{say('web.wallet.noActivityHere')}</p>
      )}
    </SitePage>
  );
}
