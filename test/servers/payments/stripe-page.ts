import type { ProviderAnswer, ProviderRequest } from '#test/servers/provider-http.ts';
import {
  newStripeId,
  secondsNow,
  type StripeIntent,
  type StripeSession,
  type StripeState,
} from './stripe-state.ts';

/** What a payer does on the page. `ask`: they pay with a card whose bank asks them; then they answer, or do not. */
export type PagePress = 'pay' | 'decline' | 'ask' | 'agree' | 'disagree';

const LABELS: Record<PagePress, string> = {
  pay: 'Pay',
  decline: 'Pay with a card that is declined',
  ask: 'Pay with a card whose bank asks',
  agree: 'Tell the bank yes',
  disagree: 'Tell the bank no',
};

/** The hosted page: what a browser is shown, and what its buttons do. Undefined for what is about something else. */
export function hostedPage(state: StripeState, request: ProviderRequest): ProviderAnswer | undefined {
  const [, id] = /^\/c\/pay\/([^/]+)$/u.exec(request.path) ?? [];
  if (id === undefined) return undefined;
  const session = state.sessions.find((one) => one.id === id);
  if (!session) return page(404, '<h1>There is no such page</h1>');
  if (request.method === 'GET') return show(state, session);
  const press = new URLSearchParams(request.body).get('press') as PagePress;
  pressPage(state, session, press);
  if (session.status !== 'complete') return { ...show(state, session), status: 200 };
  return { status: 303, body: '', headers: { location: session.returnTo, 'content-type': 'text/html' } };
}

/** Does what a button of an open page does. On one that has ended nothing happens. */
export function pressPage(state: StripeState, session: StripeSession, press: PagePress): void {
  if (session.status !== 'open') return;
  const intent = intentOf(state, session);
  switch (press) {
    case 'pay':
    case 'agree':
      if (press === 'agree' && intent.status !== 'requires_action') return;
      Object.assign(intent, { status: 'requires_capture', capturable: intent.amount });
      session.status = 'complete';
      break;
    case 'ask':
      intent.status = 'requires_action';
      break;
    case 'decline':
    case 'disagree':
      intent.status = 'requires_payment_method';
      break;
    default:
      press satisfies never;
  }
}

function intentOf(state: StripeState, session: StripeSession): StripeIntent {
  const before = state.intents.find(({ id }) => id === session.intentId);
  if (before) return before;
  const { amount, currency, intentMetadata: metadata } = session;
  const made: StripeIntent = {
    id: newStripeId('pi'),
    amount,
    currency,
    status: 'requires_payment_method',
    capturable: 0,
    received: 0,
    refunded: 0,
    metadata: { ...metadata },
    created: secondsNow(state),
  };
  state.intents.push(made);
  session.intentId = made.id;
  return made;
}

function show(state: StripeState, session: StripeSession): ProviderAnswer {
  if (session.status !== 'open') return page(200, '<h1>You cannot pay here any more</h1>');
  const { name, amount, currency, returnTo } = session;
  const status = state.intents.find(({ id }) => id === session.intentId)?.status;
  const presses: PagePress[] =
    status === 'requires_action' ? ['agree', 'disagree'] : ['pay', 'decline', 'ask'];
  const buttons = presses.map((one) => `<button name="press" value="${one}">${LABELS[one]}</button>`);
  return page(
    200,
    `<h1>Pay for ${escaped(name)}</h1><p>${amount} ${escaped(currency.toUpperCase())}</p>
     ${status === 'requires_payment_method' ? '<p>The card was declined.</p>' : ''}
     <form method="post">${buttons.join(' ')}</form><p><a href="${escaped(returnTo)}">Back to the shop</a></p>`,
  );
}

function page(status: number, main: string): ProviderAnswer {
  const head = '<meta name="viewport" content="width=device-width"><title>Payment</title>';
  return {
    status,
    body: `<!doctype html><html lang="en"><head>${head}</head><body>${main}</body></html>`,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
