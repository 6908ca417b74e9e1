import type { Context, Hono } from 'hono';
import type { App, SignedIn, WalletFilter, WalletRow } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { activityCsv } from './activity-csv.ts';
import { filterOf, type WalletQuery } from './filter.ts';
import type { Holding } from './page.tsx';
import { StatementPage } from './statement.tsx';

const MOST_IN_STATEMENT = 1_000;
const MOST_IN_FILE = 50_000;
const CHUNK = 500;

/** What an address selects of the reader's wallet. */
export type Selected = {
  reader: SignedIn;
  holdings: readonly Holding[];
  query: WalletQuery;
  currencies: readonly string[];
  filter: WalletFilter;
};

/** What of the activity leaves the screen: a file for spreadsheets, and a statement to print. */
export function paperRoutes(
  routes: Hono<SiteEnv>,
  { app, words, organization, clock }: SiteDeps,
  select: (c: Context<SiteEnv>) => Promise<Selected>,
): void {
  routes.get('/activity.csv', async (c) => {
    const { reader, filter } = await select(c);
    const { rows } = await listAll(app, reader, filter, MOST_IN_FILE);
    return c.body(activityCsv(words, rows), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="largesse-${filter.currency}.csv"`,
      'cache-control': 'no-store',
    });
  });

  routes.get('/statement', async (c) => {
    const { reader, query, filter } = await select(c);
    const now = clock.now();
    const year = query.year ?? now.getUTCFullYear();
    const ofYear = { ...filterOf({ ...query, year }, [filter.currency], filter.currency), before: undefined };
    const { rows, isWhole } = await listAll(app, reader, ofYear, MOST_IN_STATEMENT);
    const page = (
      <StatementPage
        words={words}
        organization={organization}
        reader={reader}
        currency={filter.currency}
        year={year}
        rows={rows.toReversed()}
        isWhole={isWhole}
        most={MOST_IN_STATEMENT}
        now={now}
      />
    );
    return show(c, page);
  });
}

/** All movements that fit, newest first, up to `most`; page by page. */
async function listAll(
  app: App,
  { person }: SignedIn,
  filter: WalletFilter,
  most: number,
): Promise<{ rows: WalletRow[]; isWhole: boolean }> {
  const rows: WalletRow[] = [];
  let before: string | undefined;
  do {
    const page = must(
      await app.queries.wallet.history(person, person.id, { ...filter, before, limit: CHUNK }),
      'history of one’s own',
    );
    rows.push(...page.rows);
    before = page.next;
  } while (before !== undefined && rows.length < most);
  return { rows: rows.slice(0, most), isWhole: before === undefined && rows.length <= most };
}
