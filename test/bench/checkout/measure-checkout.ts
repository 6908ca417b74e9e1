import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';
import { addShop, asShop, valueOf } from '#test/helpers/checkouts.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { inRounds } from '../in-rounds.ts';
import { findPgbench, prepareTpcb, runTpcb } from '../issue/tpcb.ts';
import { printTable } from '../print-table.ts';

const PEOPLE = 100;
const CLIENTS = 8;
const ROUNDS = 3;
const BOUGHT_A_ROUND = 500;
/** More than all rounds spend of one wallet, and less than asks for a second factor. */
const FUNDS = '100';
const ONE = 'on one wallet';
const MANY = `on ${PEOPLE} wallets`;
const TPCB = `TPC-B, ${CLIENTS} clients`;

/** How many purchases are authorized and captured a second, beside TPC-B with as many clients. */
export async function measureCheckout(postgres: BenchPostgres): Promise<void> {
  const db = await openMigrated(await postgres.createDatabase('bench_checkout'), 2 * CLIENTS);
  try {
    const core = makeCore(db);
    const { shop, people } = await openShop(core);
    const pgbench = findPgbench();
    const tpcbUrl = pgbench && (await postgres.createDatabase('bench_tpcb_checkout'));
    if (pgbench && tpcbUrl) await prepareTpcb(pgbench, tpcbUrl);
    const figures = await inRounds(
      [
        { name: MANY, measure: () => buyAll(core, shop, people) },
        { name: ONE, measure: () => buyAll(core, shop, people.slice(0, 1)) },
        ...(pgbench && tpcbUrl ? [{ name: TPCB, measure: () => runTpcb(pgbench, tpcbUrl, CLIENTS) }] : []),
      ],
      ROUNDS,
    );
    const tpcb = figures[TPCB];
    printTable(
      'purchases, authorized and captured, eight at once',
      'a second',
      Object.entries(figures).map(([name, figure]) => {
        return { name, figure, ratio: tpcb && figure.median / tpcb.median };
      }),
    );
  } finally {
    await db.destroy();
  }
}

/** A store, and people with gift funds enough. What is unusual is told to the admins each time, which is not measured. */
async function openShop(core: ReturnType<typeof makeCore>): Promise<{ shop: Marketplace; people: Person[] }> {
  const company = await makeWalletCompany(core, { engineering: 10n ** 12n });
  const { organization } = company;
  await core.app.people.import(
    organization,
    Array.from({ length: PEOPLE }, (_, index) => personRow(`Person${index} Bench`, 'Engineering')),
  );
  const velocity = { 'spends-per-hour': null, 'spends-per-day': null, 'unusual-spend': null };
  await core.app.wallet.setGuard({ organizationId: organization.id, changes: { velocity }, actorId: null });
  const people: Person[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const person = await company.person(`person${index}`);
    valueOf(await core.app.gift.redeem({ person, giftId: await company.gift(`person${index}`, FUNDS) }));
    people.push(person);
  }
  return { shop: await addShop(core, company), people };
}

/** Buys for a cent after another, each in turn and so many at once, and returns how many a second. */
async function buyAll(
  { app, newId }: ReturnType<typeof makeCore>,
  shop: Marketplace,
  people: readonly Person[],
): Promise<number> {
  const next = Array.from({ length: BOUGHT_A_ROUND }, (_, index) => index).values();
  async function work(): Promise<void> {
    for (const index of next) {
      const person = must(people[index % people.length], 'person');
      const asked = { marketplaceId: shop.id, amountMinor: 1n, currency: shop.currency, requestId: newId() };
      const { id } = valueOf(await app.checkout.authorize({ person, ...asked }));
      valueOf(await app.checkout.capture({ ...asShop(shop, id), requestId: 'all' }));
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, work));
  return (BOUGHT_A_ROUND * 1_000) / (performance.now() - startedAt);
}
