import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { FoundOrder } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import { deedsOf } from '#src/domain/people/access.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import type { OrderStatus } from '#src/domain/states.ts';
import type { PlainKey } from '#src/words/words.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { OrderPage } from './order-page.tsx';
import { type OrderList, OrdersPage } from './page.tsx';
import { RevealedPage } from './revealed-page.tsx';

const text = z.string().default('');
const Told = z.object({ note: text, reason: text });

/** An address may be an old one: what is wrong in it is as if it were not there. */
const Query = z.object({ before: z.uuid().optional().catch(undefined) });

const SAID = {
  ordered: 'web.order.said.ordered',
  started: 'web.order.said.started',
  fulfilled: 'web.order.said.fulfilled',
  cancelled: 'web.order.said.cancelled',
  refunded: 'web.order.said.refunded',
} as const satisfies Record<string, PlainKey>;

/** What people ordered: their own, what they see to, and everybody's for those who keep the store. */
export function ordersRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));

  routes.get('/', (c) => showList(deps, c, 'own'));
  routes.get('/to-do', (c) => showList(deps, c, 'to-do'));
  routes.get('/all', (c) => showList(deps, c, 'all'));
  routes.get('/:orderId', async (c) => {
    const order = await findOrder(deps, c);
    return order ? showOrder(deps, c, order) : missing(deps, c);
  });
  // A link and no form: our policy lets no form lead to another site, and asking again opens nothing new.
  routes.get('/:orderId/pay', async (c) => {
    const orderId = c.req.param('orderId');
    const opened = await app.store.openPayment({ person: c.get('signedIn').person, orderId });
    if (opened.ok) return c.redirect(opened.value.url ?? `/orders/${orderId}/paid`, 303);
    const order = opened.refusal.kind === 'unknown-order' ? undefined : await findOrder(deps, c);
    if (!order) return missing(deps, c);
    return showOrder(deps, c, order, { pay: refusalText(words, opened.refusal) });
  });
  // Where the payment page leads back to, and what “Look again” asks.
  routes.get('/:orderId/paid', async (c) => {
    const orderId = c.req.param('orderId');
    const looked = await lookInTime(app.store.lookAtPayment({ person: c.get('signedIn').person, orderId }));
    if (looked?.ok === false && looked.refusal.kind === 'unknown-order') return missing(deps, c);
    return c.redirect(`/orders/${orderId}`, 303);
  });
  routes.post('/:orderId/reveal', async (c) => {
    const order = await findOrder(deps, c);
    if (!order) return missing(deps, c);
    const { person, session } = c.get('signedIn');
    const asked = { person, orderId: order.id, passedAt: session.secondFactorAt };
    const revealed = await app.store.revealOrder(asked);
    if (!revealed.ok && asksForFactor(revealed.refusal)) {
      return c.redirect(factorPath('ask', `/orders/${order.id}`), 303);
    }
    if (!revealed.ok) return showOrder(deps, c, order, { reveal: refusalText(words, revealed.refusal) });
    return show(c, <RevealedPage {...shownTo(deps, c)} order={order} values={revealed.value.values} />);
  });
  act('start', 'started', (asked) => app.store.startOrder(asked));
  act('fulfil', 'fulfilled', (asked, { note }) => app.store.fulfilOrder({ ...asked, note }));
  act('cancel', 'cancelled', (asked, { reason }) => app.store.cancelOrder({ ...asked, reason }));
  act('refund', 'refunded', (asked, { reason }) => app.store.refundOrder({ ...asked, reason }));
  return routes;

  function act(
    what: 'start' | 'fulfil' | 'cancel' | 'refund',
    said: keyof typeof SAID,
    run: (
      asked: { actor: SiteEnv['Variables']['signedIn']['person']; orderId: string },
      typed: z.infer<typeof Told>,
    ) => Promise<Outcome<unknown>>,
  ): void {
    routes.post(`/:orderId/${what}`, async (c) => {
      const order = await findOrder(deps, c);
      if (!order) return missing(deps, c);
      const typed = await readForm(c, Told);
      const done = await run({ actor: c.get('signedIn').person, orderId: order.id }, typed);
      if (done.ok) return c.redirect(`/orders/${order.id}?said=${said}`, 303);
      return showOrder(deps, c, order, { [`${what}-form`]: refusalText(words, done.refusal) });
    });
  }
}

/** A provider may take longer to answer than people wait: the job goes on then, and the page shows what is known. */
const MOST_LOOK_MS = 5_000;

async function lookInTime<T>(looking: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  try {
    return await Promise.race([looking, sleep(MOST_LOOK_MS, undefined, { signal: late.signal, ref: false })]);
  } finally {
    late.abort();
  }
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

async function findOrder({ app }: SiteDeps, c: Context<SiteEnv>): Promise<FoundOrder | undefined> {
  const orderId = c.req.param('orderId') ?? '';
  return isUuid(orderId) ? app.queries.store.findOrder(c.get('signedIn').person, orderId) : undefined;
}

/** As it is now: whoever was refused sees why on the page as it has become. */
async function showOrder(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  found: FoundOrder,
  errors: FieldErrors = {},
): Promise<Response> {
  const isRefused = Object.keys(errors).length > 0;
  const order = isRefused ? ((await findOrder(deps, c)) ?? found) : found;
  const said = c.req.query('said');
  const page = (
    <OrderPage
      {...shownTo(deps, c)}
      order={order}
      now={deps.clock.now()}
      errors={errors}
      said={
        said !== undefined && Object.hasOwn(SAID, said)
          ? deps.words.say(SAID[said as keyof typeof SAID])
          : undefined
      }
    />
  );
  return show(c, page, isRefused ? 409 : 200);
}

const PAGE_ROWS = 50;
const OPEN: readonly OrderStatus[] = ['placed', 'fulfilling'];

async function showList(deps: SiteDeps, c: Context<SiteEnv>, list: OrderList): Promise<Response> {
  const { app } = deps;
  const { person } = c.get('signedIn');
  const mayAll = deedsOf(person.role, 'order', 'all').includes('read');
  if (list === 'all' && !mayAll)
    return show(c, <TroublePage {...shownTo(deps, c)} trouble="no-right" />, 403);
  // What is not paid yet waits for its buyer.
  const waiting = { fulfillerId: person.id, statuses: OPEN, isPaid: true };
  const filters: Record<OrderList, object> = { own: { buyerId: person.id }, 'to-do': waiting, all: {} };
  const { before } = Query.parse(c.req.query());
  const [toDo, listed] = await Promise.all([
    app.queries.store.countOrders(person, waiting),
    // One more than the page has: then there is an older page.
    app.queries.store.listOrders(person, { ...filters[list], before, limit: PAGE_ROWS + 1 }),
  ]);
  const orders = listed.slice(0, PAGE_ROWS);
  const lists: OrderList[] = [
    'own',
    ...(toDo > 0 || list === 'to-do' ? (['to-do'] as const) : []),
    ...(mayAll ? (['all'] as const) : []),
  ];
  const page = (
    <OrdersPage
      {...shownTo(deps, c)}
      list={list}
      orders={orders}
      lists={lists}
      toDo={toDo}
      before={before}
      next={listed.length > orders.length ? orders.at(-1)?.orderId : undefined}
    />
  );
  return show(c, page);
}
