import { createStripe } from '#adapters/payments/stripe/payment-method.ts';
import { must } from '#src/domain/kit/must.ts';
import { createRecordingLog } from './recording-log.ts';
import { type PagePress, pressPage } from '#test/servers/payments/stripe-page.ts';
import { endSessions } from '#test/servers/payments/stripe-state.ts';
import { STRIPE_KEY, startStripeServer } from '#test/servers/payments/stripe.ts';

/** Payment by Stripe's pages, on a server of the test's. Its clock is `now`. */
export async function openPaidPages(now: () => Date) {
  const clock = { now };
  const server = await startStripeServer({ clock });
  const { state } = server;
  const config = { secretKey: STRIPE_KEY, apiUrl: server.url };
  const method = createStripe(config, { log: createRecordingLog(), clock });

  return {
    server,
    method,
    /** What the payer does on the latest page. */
    press(what: PagePress) {
      endSessions(state);
      pressPage(state, must(state.sessions.at(-1), 'page'), what);
    },
    /** What Stripe holds and took, in its smallest units, and whether somebody can still pay. */
    books() {
      endSessions(state);
      return {
        held: state.intents.reduce((sum, { capturable }) => sum + capturable, 0),
        taken: state.intents.reduce((sum, { received, refunded }) => sum + received - refunded, 0),
        payable: state.sessions.filter(({ status }) => status === 'open').length,
        pages: state.sessions.length,
      };
    },
    close: server.stop,
  };
}

export type PaidPages = Awaited<ReturnType<typeof openPaidPages>>;
