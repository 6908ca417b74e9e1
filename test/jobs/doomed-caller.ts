import { createHttpWebhookSender } from '#adapters/webhooks/http/sender.ts';
import { connect } from '#src/db/kit/connect.ts';
import { createKeyRing, keysFromText } from '#src/kit/key-ring.ts';
import { leaseCalls } from '#src/usecases/webhook/lease-calls.ts';
import { silentLog } from '../helpers/silent-log.ts';

/** A worker process that calls a webhook and waits for the answer: it waits to be killed. */
const [, , url = '', keys = '', webhookId = ''] = process.argv;
const db = connect({ url, poolSize: 1 }, silentLog);
const deps = { db, clock: { now: () => new Date() }, keys: createKeyRing(keysFromText(keys)) };
const sender = createHttpWebhookSender({ allowedNetworks: ['127.0.0.1/32'], wholeMs: 60_000 });
const calls = await leaseCalls(deps, webhookId);
await Promise.all(calls.map(({ call }) => sender.call(call)));
