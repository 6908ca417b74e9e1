import { createHttpWebhookSender } from '#adapters/webhooks/http/sender.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertWebhookEvents, type WrittenEvent } from '#src/db/webhook/webhook-event.ts';
import { newId } from '#src/kit/new-id.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { makeWebhook } from '#test/helpers/webhooks.ts';
import { startReceiver, type WebhookReceiver } from '#test/servers/webhook-receiver.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { inRounds } from '../in-rounds.ts';
import { printTable } from '../print-table.ts';

const EVENTS = 2_000;
const AT_ONCE = 20;
const ROUNDS = 3;
const BARE = `fetch, ${AT_ONCE} at a time`;
const OURS = 'Largesse, one webhook';

/** How many calls a second one webhook gets, beside a loop that does nothing but post as many: for the eye only. */
export async function measureWebhooks(postgres: BenchPostgres): Promise<void> {
  const db = await openMigrated(await postgres.createDatabase('bench_webhooks'), 10);
  const receiver = await startReceiver();
  const sender = createHttpWebhookSender({ allowedNetworks: ['127.0.0.1'] });
  try {
    const core = makeCore(db);
    const { organization } = await makeCompany(core);
    const hook = await makeWebhook(core, organization, { types: ['budget.alert'], url: receiver.url });
    const figures = await inRounds(
      [
        { name: BARE, measure: () => postPlainly(receiver) },
        {
          name: OURS,
          async measure() {
            await writeEvents(core, organization.id);
            return perSecond(receiver, async () => {
              while ((await hook.turn((call) => sender.call(call))).length > 0);
            });
          },
        },
      ],
      ROUNDS,
    );
    const ratio = figures[OURS].median / figures[BARE].median;
    printTable('Webhooks', 'calls a second', [
      { name: BARE, figure: figures[BARE] },
      { name: OURS, figure: figures[OURS], ratio },
    ]);
  } finally {
    await sender.close();
    await receiver.stop();
    await db.destroy();
  }
}

/** Not part of what is measured. */
async function writeEvents(core: TestCore, organizationId: string): Promise<void> {
  const events = Array.from({ length: EVENTS }, (): WrittenEvent => {
    return { organizationId, id: newId(), type: 'budget.alert', data: JSON.stringify({ percent: 75 }) };
  });
  await transact(core, (tx) => insertWebhookEvents(tx, events));
}

function postPlainly({ url, ...receiver }: WebhookReceiver): Promise<number> {
  let left = EVENTS;
  async function work(): Promise<void> {
    while (left > 0) {
      left -= 1;
      const response = await fetch(url, { method: 'POST', body: '{"type":"budget.alert"}' });
      await response.body?.cancel();
    }
  }
  return perSecond({ url, ...receiver }, async () => {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
}

async function perSecond({ calls }: WebhookReceiver, work: () => Promise<void>): Promise<number> {
  calls.length = 0;
  const begun = performance.now();
  await work();
  if (calls.length !== EVENTS) throw new Error(`${calls.length} calls came in`);
  return EVENTS / ((performance.now() - begun) / 1_000);
}
