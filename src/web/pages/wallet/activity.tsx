import type { SignedIn, WalletFilter, WalletHistory, WalletRow } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { movementColumns } from './amounts.tsx';
import { MOVEMENTS, movementText, type WalletQuery } from './filter.ts';

export type ActivityProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  history: WalletHistory;
  filter: WalletFilter;
  query: WalletQuery;
  currencies: readonly string[];
  /** The years that can be asked for, the newest first. */
  years: readonly number[];
  /** The gifts whose giver was thanked. */
  thanked: readonly string[];
};

/** Every movement with the balance after it, newest first. The filter stands in the address. */
export function WalletActivity({
  words,
  organization,
  history,
  filter,
  query,
  currencies,
  years,
  thanked,
}: ActivityProps) {
  const { say } = words;
  const { rows, next } = history;
  const isFiltered = query.kind !== undefined || query.year !== undefined || query.before !== undefined;
  const columns = movementColumns(words, organization.timeZone, (row) => (
    <Movement
      words={words}
      row={row}
      isThanked={row.gift !== undefined && thanked.includes(row.gift.giftId)}
    />
  ));
  return (
    <section aria-labelledby="activity">
      <h2 id="activity">{say('web.wallet.activity', { currency: filter.currency })}</h2>
      <Filter words={words} query={query} filter={filter} currencies={currencies} years={years} />
      {rows.length > 0 ? (
        <DataTable
          caption={say('web.wallet.activity', { currency: filter.currency })}
          columns={columns}
          rows={rows}
        />
      ) : (
        <p>{say(isFiltered ? 'web.wallet.noActivityHere' : 'web.wallet.noActivity')}</p>
      )}
      <Paging words={words} query={query} next={next} />
      <p class="acts">
        <a href={addressOf({ ...query, before: undefined }, '/wallet/activity.csv')}>
          {say('web.wallet.csv')}
        </a>
        <a href={addressOf({ ...query, before: undefined }, '/wallet/statement')}>
          {say('web.wallet.statement')}
        </a>
      </p>
    </section>
  );
}

function Paging({
  words: { say },
  query,
  next,
}: Pick<ActivityProps, 'words' | 'query'> & { next: string | undefined }) {
  if (query.before === undefined && next === undefined) return <></>;
  return (
    <p class="acts">
      {query.before !== undefined && (
        <a class="button" href={addressOf({ ...query, before: undefined })}>
          {say('web.wallet.newest')}
        </a>
      )}
      {next !== undefined && (
        <a class="button" rel="next" href={addressOf({ ...query, before: next })}>
          {say('web.wallet.older')}
        </a>
      )}
    </p>
  );
}

/** The address that shows this selection. */
function addressOf(query: WalletQuery, path = '/wallet'): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

function Filter({
  words,
  query,
  filter,
  currencies,
  years,
}: Pick<ActivityProps, 'words' | 'query' | 'filter' | 'currencies' | 'years'>) {
  const { say } = words;
  return (
    <form method="get" action="/wallet" class="filter">
      {currencies.length > 1 && (
        <SelectField
          name="currency"
          label={say('web.wallet.currency')}
          chosen={filter.currency}
          options={currencies.map((currency) => [currency, currency])}
        />
      )}
      <SelectField
        name="kind"
        label={say('web.wallet.kind')}
        chosen={filter.kind}
        options={[
          ['', say('web.wallet.all')],
          ...Object.entries(MOVEMENTS).map(([kind, label]): [string, string] => [kind, say(label)]),
        ]}
      />
      <SelectField
        name="year"
        label={say('web.wallet.year')}
        chosen={query.year?.toString()}
        options={[
          ['', say('web.wallet.all')],
          ...years.map((year): [string, string] => [String(year), String(year)]),
        ]}
      />
      <button class="button">{say('web.wallet.filter')}</button>
    </form>
  );
}

function Movement({ words, row, isThanked }: { words: Words; row: WalletRow; isThanked: boolean }) {
  const { say } = words;
  const { gift, note } = row;
  const mayThank = gift !== undefined && row.kind === 'code.redeemed';
  return (
    <span class="what">
      {movementText(words, row)}
      {gift?.message && <span class="sub">“{gift.message}”</span>}
      {note && <span class="sub">{note}</span>}
      {mayThank && isThanked && <span class="sub">{say('web.wallet.thankedBefore')}</span>}
      {mayThank && !isThanked && (
        <a class="sub" href={`/wallet/gifts/${gift.giftId}/thanks`}>
          {say('web.wallet.thank', { giver: gift.giverName })}
        </a>
      )}
    </span>
  );
}
