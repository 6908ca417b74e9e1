import { type RawBuilder, sql } from 'kysely';
import type { Money } from '#src/domain/kit/money.ts';
import type { Organization } from '#src/db/people/organization.ts';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { readSnapshot } from '#src/db/kit/snapshot.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import { beancount } from './journal/beancount.ts';
import { hledger } from './journal/hledger.ts';
import type { Journal, JournalAccount, JournalEntry, JournalFormat } from './journal/journal.ts';
import { type AccountToName, nameAccounts } from './journal/name-accounts.ts';

/** The plain-text accounting languages that a ledger can be exported in. */
export const journalFormats = { hledger, beancount } as const satisfies Record<string, JournalFormat>;

export type JournalLanguage = keyof typeof journalFormats;

export type ExportOptions = {
  organization: Organization;
  format: JournalLanguage;
  /** Takes the next piece of the file, and resolves when it may have another. */
  write: (text: string) => Promise<void>;
};

const PAGE = 1_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Writes an organization's whole ledger as plain-text double entry: a transaction for each entry, and at the end what
 * each account must hold, so that an independent program proves the balances.
 *
 * It is one snapshot, read page by page: what is held in memory grows with the accounts and not with the entries. Days
 * are those of the organization's time zone. Returns how many entries there were.
 */
export async function exportLedger(
  db: Db,
  { organization, format, write }: ExportOptions,
): Promise<{ entries: number }> {
  const text = journalFormats[format];
  return readSnapshot(db, async (snapshot) => {
    const { journal, names } = await readJournal(snapshot, organization);
    let entries = 0;
    await write(text.writeHead(journal));
    for await (const page of readPages(snapshot, organization, names)) {
      await write(page.map((entry) => text.writeEntry(entry)).join(''));
      entries += page.length;
    }
    await write(text.writeBalances(journal));
    return { entries };
  });
}

type Names = ReadonlyMap<string, string>;

async function readJournal(
  db: Reader,
  organization: Organization,
): Promise<{ journal: Journal; names: Names }> {
  const rows = await readAccounts(db, organization.id);
  const names = nameAccounts(rows, organization.id);
  const accounts = new Map<string, JournalAccount>();
  for (const { id, amountMinor, currency } of rows) {
    const name = nameOf(names, id);
    const account = accounts.get(name) ?? { name, balances: [] };
    account.balances.push({ amountMinor, currency });
    accounts.set(name, account);
  }
  const journal = {
    title: `The ledger of ${organization.name}`,
    notes: await readNotes(db, organization.id),
    currencies: [...new Set(rows.map(({ currency }) => currency))].toSorted(),
    accounts: [...accounts.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    ...(await readDays(db, organization)),
  };
  return { journal, names };
}

async function readAccounts(db: Reader, organizationId: string): Promise<(AccountToName & Money)[]> {
  const { rows } = await sql<AccountToName & Money>`
    select a.id, a.kind, a.owner_id as "ownerId", coalesce(d.name, p.name, m.name) as "ownerName", a.period, a.currency,
           a.balance as "amountMinor"
      from account a
      left join department d on d.organization_id = a.organization_id and d.id = a.owner_id
      left join person p on p.organization_id = a.organization_id and p.id = a.owner_id
      left join marketplace m on m.organization_id = a.organization_id and m.id = a.owner_id
     where a.organization_id = ${organizationId}
     order by a.currency`.execute(db);
  return rows;
}

async function readNotes(db: Reader, organizationId: string): Promise<string[]> {
  const seal = (await listSealHeads(db)).find((head) => head.organizationId === organizationId);
  return [
    'Amounts have the ledger’s own signs: above zero is what an account holds. Money comes from Equity:Funding.',
    ...(seal ? [`The newest seal is ${seal.number}, ${seal.hash}.`] : []),
  ];
}

async function readDays(
  db: Reader,
  { id, timeZone }: Organization,
): Promise<Pick<Journal, 'firstDay' | 'lastDay'>> {
  const { rows } = await sql<Pick<Journal, 'firstDay' | 'lastDay'>>`
    select ${dayIn(timeZone, sql`coalesce(min(occurred_at), now())`)} as "firstDay",
           ${dayIn(timeZone, sql`coalesce(max(occurred_at), now())`)} as "lastDay"
      from entry where organization_id = ${id}`.execute(db);
  const [days] = rows;
  if (!days) throw new Error('an aggregate gave no row');
  return days;
}

function dayIn(timeZone: string, time: RawBuilder<unknown>) {
  return sql`to_char(${time} at time zone ${timeZone}, 'YYYY-MM-DD')`;
}

type Row = Omit<JournalEntry, 'postings'> & {
  accountId: string | null;
  currency: string | null;
  amountMinor: bigint | null;
};

async function* readPages(db: Reader, { id, timeZone }: Organization, names: Names) {
  for (let after = FIRST_ID; ; ) {
    const { rows } = await sql<Row>`
      select e.id, e.kind, e.key, e.occurred_at as "occurredAt",
             ${dayIn(timeZone, sql`e.occurred_at`)} as day, p.account_id as "accountId", p.currency,
             p.amount as "amountMinor"
        from (select * from entry where organization_id = ${id} and id > ${after} order by id limit ${PAGE}) e
        left join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
       order by e.id, p.id`.execute(db);
    const page = new Map<string, JournalEntry>();
    for (const row of rows) addRow(page, row, names);
    yield [...page.values()];
    const last = rows.at(-1);
    if (!last || page.size < PAGE) return;
    after = last.id;
  }
}

function addRow(
  page: Map<string, JournalEntry>,
  { accountId, currency, amountMinor, ...entry }: Row,
  names: Names,
): void {
  const known = page.get(entry.id) ?? { ...entry, postings: [] };
  page.set(entry.id, known);
  if (accountId === null || currency === null || amountMinor === null) return;
  known.postings.push({ account: nameOf(names, accountId), currency, amountMinor });
}

/** An account that is gone is in no list; the proof then fails where it is named. */
function nameOf(names: Names, accountId: string): string {
  return names.get(accountId) ?? `Assets:Lost:X-${accountId}`;
}
