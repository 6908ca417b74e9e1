import { lockAccounts } from '#src/db/ledger/account.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { listDepartments } from '#src/db/people/department.ts';
import type { Organization } from '#src/db/people/organization.ts';
import { type AccountName, outstandingAccount, walletAccount } from '#src/domain/ledger/accounts.ts';
import { newId } from '#src/kit/new-id.ts';
import { setBudget } from '#src/usecases/budget/set-budget.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { importPeople } from '#src/usecases/people/import-people.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { silentQueue } from '../silent-queue.ts';

/** How many of each there are. Of each department's people, the first ones give. */
type Size = { departments: number; people: number; giversOfDepartment: number };

const LARGE: Size = { departments: 50, people: 10_000, giversOfDepartment: 20 };

const YEAR_START = new Date('2026-01-01T00:00:00Z');
const ACCOUNTS_AT_ONCE = 1_000;

/** Makes a company by Largesse's own use cases, with its budgets for the year, and opens the accounts that gifts move money between. */
export async function makeLargeCompany(db: Db, size = LARGE): Promise<Organization> {
  const clock = { now: () => YEAR_START };
  const deps = { db, clock, newId, queue: silentQueue, log: silentLog, keys: TEST_KEYS };
  const organization = await ensureOrganization(deps, { name: 'Acme', currency: 'USD', timeZone: 'UTC' });
  await importPeople(
    deps,
    organization,
    Array.from({ length: size.people }, (_, index) => personRow(index, size)),
  );
  const departments = await listDepartments(db, organization.id);
  for (const department of departments) {
    await setBudget(deps, { department, amountMinor: 10n ** 13n, period: 'year', actorId: null });
  }
  const people = await db.selectFrom('person').select('id').execute();
  const names = [
    ...departments.map(outstandingAccount),
    ...people.map(({ id }) => walletAccount(organization.id, id, 'USD')),
  ];
  for (let from = 0; from < names.length; from += ACCOUNTS_AT_ONCE) {
    await openAccounts(deps, names.slice(from, from + ACCOUNTS_AT_ONCE));
  }
  return organization;
}

async function openAccounts(
  deps: Parameters<typeof setBudget>[0],
  names: readonly AccountName[],
): Promise<void> {
  await transact(deps, (tx) => lockAccounts(tx, names, newId));
}

function personRow(index: number, { departments, giversOfDepartment }: Size) {
  const isGiver = index < departments * giversOfDepartment;
  return {
    name: `Person ${index}`,
    email: `person${index}@acme.example`,
    department: `Department ${index % departments}`,
    role: isGiver ? ('manager' as const) : ('employee' as const),
    region: '',
    chatIds: [],
  };
}
