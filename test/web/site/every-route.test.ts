import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#src/domain/people/person.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { API_ROUTES } from '#test/web/api/api-access.ts';
import { SCIM_ROUTES } from '#test/web/scim/scim-routes.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { playgroundDepsOf } from '../web-server.ts';
import { openSite, type Site, visit, type Visitor } from './open-site.ts';
import { ownGoods, pngOf, stockCodes } from '#test/helpers/stock.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const EVERYBODY = ['stranger', 'guest', 'employee', 'manager', 'approver', 'hr', 'finance', 'admin'] as const;
type Who = (typeof EVERYBODY)[number];

/** How somebody fares: they get the page, are sent on, sent to sign in, told that there is nothing, or refused. */
type Fate = 'page' | 'on' | 'sign-in' | 'nothing' | 'refused';

type Expected = Record<Who, Fate>;

function all(fate: Fate): Expected {
  return Object.fromEntries(EVERYBODY.map((who) => [who, fate])) as Expected;
}

/** Signed in, whatever the role; a stranger has to sign in first. */
function signedIn(fate: Fate): Expected {
  return { ...all(fate), stranger: 'sign-in' };
}

/** Admins alone, who have to set a second factor up first: another test has one. */
function adminsOnly(fate: Fate): Expected {
  return { ...signedIn('refused'), admin: fate };
}

/** Only whose it is, and nobody of another role either: `employee` is Alice, whose gift and session these are. */
function ownersOnly(fate: Fate, others: Fate): Expected {
  return { ...all(others), stranger: 'sign-in', employee: fate };
}

/** Only those with these roles; the others are told that it is not theirs. */
function keepers(fate: Fate, who: Who[]): Expected {
  const theirs = Object.fromEntries(who.map((one) => [one, fate])) as Partial<Expected>;
  return { ...all('refused'), stranger: 'sign-in', ...theirs };
}

/** Alice’s order: she, those who keep the store, and finance, who reads. To the others there is none. */
function ordersOf(own: Fate, keeper: Fate, finance: Fate): Expected {
  return { ...ownersOnly(own, 'nothing'), hr: keeper, admin: keeper, finance };
}

/** Who keeps the catalogue, and who keeps the codes in stock. A change asks them for a second factor first. */
const CATALOGUE: Who[] = ['hr', 'admin'];
const STOCK: Who[] = ['hr', 'finance', 'admin'];
/** Who gives from a budget, or answers for it. */
const WORKING: Who[] = ['manager', 'approver', 'hr', 'finance', 'admin'];

/** Who sees budgets, and who sets them: a change asks for a second factor first. Engineering is the manager's and the approver's. */
const SEE_BUDGETS: Who[] = ['manager', 'approver', 'hr', 'finance', 'admin'];
const SET_BUDGETS: Who[] = ['finance', 'admin'];

/** Who sees more people than themselves, and who keeps them. */
const SEES_PEOPLE: Who[] = ['manager', 'approver', 'hr', 'finance', 'admin'];
const KEEPS_PEOPLE: Who[] = ['hr', 'admin'];
/** Who sees what was spent: of their department, or of all. */
const SPEND: Who[] = ['approver', 'hr', 'finance', 'admin'];

/**
 * Every route of the pages, and how each fares there. `:giftId` and `:id` are Alice's gift and session, `:personId` is Alice.
 * Of links, `:claim` is the guest's, `:approval` the approver's, and `:token` nobody's.
 */
const ROUTES: Record<string, Expected> = {
  'GET /livez': all('page'),
  'GET /healthz': all('page'),
  'GET /readyz': all('page'),
  'GET /style.css': all('page'),
  'GET /': all('page'),
  // Whoever has the link may decide: it is in the approver's mail alone.
  'GET /approvals/:approval': all('page'),
  'POST /approvals/:approval': all('page'),
  'GET /approvals/*': all('nothing'),
  // Whoever has the link reads the guest's mail, and is signed in as the guest, unless the browser is somebody else's.
  'GET /claim/:claim': all('page'),
  'POST /claim/:claim': { ...all('page'), stranger: 'on', guest: 'on' },
  'GET /claim/*': all('nothing'),
  'GET /sign-in': { ...all('on'), stranger: 'page' },
  'GET /sign-in/sent': all('page'),
  'POST /sign-in/mail': all('refused'),
  'GET /sign-in/link/:token': all('nothing'),
  'POST /sign-in/link/:token': all('nothing'),
  'POST /sign-in/code': all('refused'),
  'POST /sign-out': all('on'),
  'GET /second-factor': signedIn('page'),
  'GET /second-factor/code': signedIn('page'),
  'POST /second-factor/code': signedIn('refused'),
  'POST /second-factor/begin': signedIn('on'),
  // They have begun just before.
  'GET /second-factor/set-up': signedIn('page'),
  'POST /second-factor/confirm': signedIn('refused'),
  'POST /second-factor/codes': signedIn('on'),
  'POST /second-factor/remove': signedIn('on'),
  // Nobody has asked for a reset of theirs.
  'POST /second-factor/decline-reset': signedIn('refused'),
  'GET /factor-resets': adminsOnly('page'),
  // An admin gives a second factor first.
  'POST /factor-resets': adminsOnly('on'),
  'GET /factor-resets/:personId': adminsOnly('on'),
  'POST /factor-resets/:personId/confirm': adminsOnly('on'),
  'POST /factor-resets/:personId/decline': adminsOnly('on'),
  'GET /setup': adminsOnly('page'),
  'POST /setup/:step': adminsOnly('nothing'),
  // An admin gives a second factor first.
  'POST /setup/sample': adminsOnly('on'),
  'GET /news': signedIn('page'),
  'POST /news': signedIn('on'),
  'GET /your-data': signedIn('page'),
  'POST /your-data': signedIn('page'),
  'GET /retention': keepers('on', KEEPS_PEOPLE),
  'POST /retention': keepers('on', KEEPS_PEOPLE),
  'GET /devices': signedIn('page'),
  'POST /devices/end-others': signedIn('on'),
  'POST /devices/end-all': signedIn('on'),
  'POST /devices/:id/end': signedIn('on'),
  'GET /tokens': adminsOnly('on'),
  'POST /tokens': adminsOnly('on'),
  'POST /tokens/:id/make': adminsOnly('on'),
  'POST /tokens/:id/end': adminsOnly('on'),
  'GET /webhooks': adminsOnly('on'),
  'POST /webhooks': adminsOnly('on'),
  'GET /webhooks/:id': adminsOnly('on'),
  'POST /webhooks/:id/ping': adminsOnly('on'),
  'POST /webhooks/:id/pause': adminsOnly('on'),
  'POST /webhooks/:id/resume': adminsOnly('on'),
  'POST /webhooks/:id/replay': adminsOnly('on'),
  'POST /webhooks/:id/rotate': adminsOnly('on'),
  'POST /webhooks/:id/delete': adminsOnly('on'),
  // What the API can do is no secret.
  'GET /v1/docs': all('page'),
  'GET /v1/docs/start.js': all('page'),
  'GET /v1/docs/swagger-ui.css': all('page'),
  'GET /v1/docs/swagger-ui-bundle.js': all('page'),
  'GET /openapi.json': all('page'),
  'GET /overview': keepers('page', WORKING),
  // There is no approval with this id.
  'POST /overview/approvals/:id': keepers('nothing', WORKING),
  // The manager is who gave it.
  'POST /overview/gifts/:giftId/again': keepers('on', ['manager', 'hr', 'finance', 'admin']),
  'POST /overview/gifts/:giftId/mail': keepers('on', ['manager', 'hr', 'finance', 'admin']),
  'POST /overview/warnings': keepers('refused', []),
  'POST /overview/jobs': keepers('on', ['admin']),
  'GET /activity': keepers('page', ['finance', 'admin']),
  'GET /activity/activity.csv': keepers('page', ['finance', 'admin']),
  'POST /activity/proof': keepers('on', ['finance', 'admin']),
  'GET /wallet': signedIn('page'),
  'GET /wallet/activity.csv': signedIn('page'),
  'GET /wallet/statement': signedIn('page'),
  'GET /wallet/gifts/:giftId/report': ownersOnly('page', 'nothing'),
  'POST /wallet/gifts/:giftId/report': ownersOnly('on', 'nothing'),
  'GET /wallet/gifts/:giftId/thanks': ownersOnly('page', 'nothing'),
  'POST /wallet/gifts/:giftId/thanks': ownersOnly('on', 'nothing'),
  'POST /wallet/gifts/:giftId/code': ownersOnly('page', 'nothing'),
  'POST /wallet/gifts/:giftId/card': signedIn('nothing'),
  // This gift of hers is stored value: there is nothing to choose. Another test has one to choose.
  'GET /wallet/gifts/:giftId/choose': signedIn('nothing'),
  'GET /wallet/gifts/:giftId/choose/:itemId': signedIn('nothing'),
  'POST /wallet/gifts/:giftId/choose/:itemId': signedIn('nothing'),
  'POST /wallet/gifts/:giftId/keep': signedIn('nothing'),
  'POST /wallet/gifts/:giftId/redeem': ownersOnly('on', 'nothing'),
  'GET /spend': keepers('page', ['manager', ...SPEND]),
  'POST /spend/monthly': keepers('on', ['manager', ...SPEND]),
  'GET /spend/export.csv': keepers('page', ['manager', ...SPEND]),
  'GET /spend/export.xlsx': keepers('page', ['manager', ...SPEND]),
  'GET /spend/gifts': keepers('page', ['manager', ...SPEND]),
  'GET /spend/gifts.csv': keepers('page', ['manager', ...SPEND]),
  'GET /spend/gifts.xlsx': keepers('page', ['manager', ...SPEND]),
  'GET /gifts/:giftId': { ...ownersOnly('page', 'page'), guest: 'nothing' },
  'GET /liability': keepers('page', STOCK),
  'GET /liability/export.csv': keepers('page', STOCK),
  'GET /liability/export.xlsx': keepers('page', STOCK),
  'GET /liability/returns.csv': keepers('page', STOCK),
  'GET /liability/returns.xlsx': keepers('page', STOCK),
  'GET /tax': keepers('page', STOCK),
  'GET /tax/lines.csv': keepers('page', STOCK),
  'GET /tax/lines.xlsx': keepers('page', STOCK),
  // They choose no file, and get the plain one.
  'GET /tax/payroll.csv': keepers('page', STOCK),
  'GET /tax/payroll.xlsx': keepers('page', STOCK),
  'GET /tax/canada.csv': keepers('page', STOCK),
  'GET /tax/canada.xlsx': keepers('page', STOCK),
  'GET /tax/1099.csv': keepers('page', STOCK),
  'GET /tax/1099.xlsx': keepers('page', STOCK),
  'GET /tax/settings': keepers('on', SET_BUDGETS),
  'POST /tax/settings': keepers('on', SET_BUDGETS),
  'GET /tax/maps': keepers('on', SET_BUDGETS),
  'POST /tax/maps': keepers('on', SET_BUDGETS),
  'POST /tax/maps/remove': keepers('on', SET_BUDGETS),
  'GET /redeem/group-code.js': all('page'),
  'GET /redeem': signedIn('page'),
  'POST /redeem': signedIn('refused'),
  'POST /redeem/confirm': signedIn('refused'),
  'GET /store': signedIn('page'),
  'GET /store/:itemId': signedIn('page'),
  // Chat platforms fetch them: the address is a hash of what it shows.
  'GET /store/pictures/:hash': all('page'),
  'GET /store/:itemId/buy': signedIn('page'),
  'POST /store/:itemId/buy': signedIn('refused'),
  'GET /orders': signedIn('page'),
  'GET /orders/to-do': signedIn('page'),
  'GET /orders/all': keepers('page', STOCK),
  'GET /orders/:orderId': ordersOf('page', 'page', 'page'),
  'GET /orders/:orderId/pay': ownersOnly('on', 'nothing'),
  'GET /orders/:orderId/paid': ownersOnly('on', 'nothing'),
  'POST /orders/:orderId/reveal': ordersOf('refused', 'refused', 'refused'),
  'POST /orders/:orderId/start': ordersOf('refused', 'on', 'refused'),
  'POST /orders/:orderId/fulfil': ordersOf('refused', 'on', 'refused'),
  'POST /orders/:orderId/cancel': ordersOf('on', 'refused', 'refused'),
  'POST /orders/:orderId/refund': ordersOf('refused', 'refused', 'refused'),
  'GET /catalogue': keepers('page', STOCK),
  'GET /catalogue/catalogue.csv': keepers('page', STOCK),
  'GET /catalogue/import': keepers('on', CATALOGUE),
  'POST /catalogue/import': keepers('on', CATALOGUE),
  'POST /catalogue/import/confirm': keepers('on', CATALOGUE),
  'GET /catalogue/new': keepers('on', CATALOGUE),
  'POST /catalogue/new': keepers('on', CATALOGUE),
  'GET /catalogue/:itemId': keepers('on', CATALOGUE),
  'POST /catalogue/:itemId': keepers('on', CATALOGUE),
  'POST /catalogue/:itemId/retire': keepers('on', CATALOGUE),
  'GET /stock': keepers('page', STOCK),
  'GET /stock/upload': keepers('on', STOCK),
  'POST /stock/upload': keepers('on', STOCK),
  'POST /stock/products/:productId': keepers('on', STOCK),
  'GET /stock/:batchId': keepers('page', STOCK),
  'POST /stock/:batchId/recall': keepers('on', STOCK),
  'GET /budgets': keepers('page', SEE_BUDGETS),
  'GET /budgets/:departmentId': keepers('page', SEE_BUDGETS),
  // There is no such request.
  'POST /budgets/funds/:approvalId': keepers('nothing', SEE_BUDGETS),
  'GET /budgets/rules/:currency': keepers('on', SET_BUDGETS),
  'POST /budgets/rules/:currency': keepers('on', SET_BUDGETS),
  'GET /budgets/second-person/:currency': keepers('on', SET_BUDGETS),
  'POST /budgets/second-person/:currency': keepers('on', SET_BUDGETS),
  'GET /budgets/plans/:planId': keepers('on', SET_BUDGETS),
  'POST /budgets/plans/:planId': keepers('on', SET_BUDGETS),
  'GET /budgets/proposals/:id': keepers('on', SET_BUDGETS),
  'POST /budgets/proposals/:id/confirm': keepers('on', SET_BUDGETS),
  'POST /budgets/proposals/:id/decline': keepers('on', SET_BUDGETS),
  'POST /budgets/proposals/:id/withdraw': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/amount': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/amount': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/top-up': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/top-up': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/move': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/move': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/freeze': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/freeze': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/rules': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/rules': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/allowances/:personId': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/allowances/:personId': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/approvers': adminsOnly('page'),
  'GET /budgets/:departmentId/approvers/:personId': adminsOnly('on'),
  'POST /budgets/:departmentId/approvers/:personId': adminsOnly('on'),
  'GET /budgets/:departmentId/bring-home': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/bring-home': keepers('on', SET_BUDGETS),
  'GET /budgets/:departmentId/write-off': keepers('on', SET_BUDGETS),
  'POST /budgets/:departmentId/write-off': keepers('on', SET_BUDGETS),
  'GET /people': keepers('page', SEES_PEOPLE),
  'GET /people/new': keepers('on', KEEPS_PEOPLE),
  'POST /people/new': keepers('on', KEEPS_PEOPLE),
  'GET /people/import': keepers('on', KEEPS_PEOPLE),
  'POST /people/import': keepers('on', KEEPS_PEOPLE),
  'POST /people/import/columns': keepers('on', KEEPS_PEOPLE),
  'POST /people/import/preview': keepers('on', KEEPS_PEOPLE),
  'POST /people/import/confirm': keepers('on', KEEPS_PEOPLE),
  'GET /people/import/undo/:importId': keepers('on', KEEPS_PEOPLE),
  'POST /people/import/undo/:importId': keepers('on', KEEPS_PEOPLE),
  'GET /people/accounts': keepers('page', KEEPS_PEOPLE),
  'GET /people/accounts/:number': adminsOnly('on'),
  'POST /people/accounts/:number': adminsOnly('on'),
  'GET /people/:personId': keepers('page', SEES_PEOPLE),
  'GET /people/:personId/edit': keepers('on', KEEPS_PEOPLE),
  'POST /people/:personId/edit': keepers('on', KEEPS_PEOPLE),
  'GET /people/:personId/leave': keepers('on', KEEPS_PEOPLE),
  'POST /people/:personId/leave': keepers('on', KEEPS_PEOPLE),
  'GET /people/:personId/return': keepers('on', KEEPS_PEOPLE),
  'POST /people/:personId/return': keepers('on', KEEPS_PEOPLE),
  'GET /people/:personId/erase': keepers('on', KEEPS_PEOPLE),
  'POST /people/:personId/erase': keepers('on', KEEPS_PEOPLE),
  'GET /people/:personId/merge': keepers('on', KEEPS_PEOPLE),
  'POST /people/:personId/merge': keepers('on', KEEPS_PEOPLE),
  'GET /people/:personId/data.json': keepers('on', KEEPS_PEOPLE),
  'GET /people/:personId/link': adminsOnly('on'),
  'POST /people/:personId/link': adminsOnly('on'),
  'GET /people/:personId/unlink': adminsOnly('on'),
  'POST /people/:personId/unlink': adminsOnly('on'),
  'GET /departments': keepers('page', SEES_PEOPLE),
  'GET /departments/new': keepers('on', KEEPS_PEOPLE),
  'POST /departments/new': keepers('on', KEEPS_PEOPLE),
  'GET /departments/:departmentId': keepers('on', KEEPS_PEOPLE),
  'POST /departments/:departmentId': keepers('on', KEEPS_PEOPLE),
  'GET /departments/:departmentId/close': keepers('on', KEEPS_PEOPLE),
  'POST /departments/:departmentId/close': keepers('on', KEEPS_PEOPLE),
};

/** The playground takes everybody at their word, so roles make no difference: it is there on this machine alone. */
const PLAYGROUND: Record<string, Fate> = {
  'GET /playground': 'page',
  'GET /playground/style.css': 'page',
  'GET /playground/main.js': 'page',
  'GET /playground/live.js': 'page',
  'GET /playground/composer.js': 'page',
  'GET /playground/form.js': 'page',
  'GET /playground/mails/:token': 'nothing',
  // Nobody says who they are.
  'GET /playground/events': 'nothing',
  'POST /playground/wallet': 'nothing',
  'POST /playground/type': 'refused',
  'POST /playground/press': 'refused',
  'POST /playground/settings': 'refused',
};

/** What a form sends; nothing where it is left out. */
const FORMS: Record<string, Record<string, string>> = {
  'POST /news': { prefers: 'chat' },
  'POST /spend/monthly': { by: 'department', format: 'csv', wanted: 'no' },
  'POST /approvals/:approval': { decision: 'approve' },
};

const PEOPLE: Record<Exclude<Who, 'stranger' | 'guest'>, string> = {
  employee: 'alice',
  manager: 'morgan',
  approver: 'ada',
  hr: 'priya',
  finance: 'finn',
  admin: 'zoe',
};

const CLIENT: PersonRef = { by: 'email', email: 'client@example.org', isGuest: true };

let site: Site;
let everything: Hono;
let client: Person;
let store: Awaited<ReturnType<typeof fillStore>>;
beforeAll(async () => {
  site = await openSite(database.db);
  const { core, company } = site;
  const { organization } = company;
  await core.app.people.import(organization, [
    personRow('Ada Stone', 'Engineering', 'approver'),
    personRow('Finn Adeyemi', 'People', 'finance'),
  ]);
  const scope = { organizationId: organization.id, departmentId: null, currency: organization.currency };
  await core.app.budget.setRules({ scope, rules: { approvalOverMinor: 10_000n }, actorId: null });
  await company.setBudget('Engineering', 100_000_000n);
  await giveToClient();
  const [found] = await core.app.queries.people.findByEmail(
    { organizationId: organization.id, operator: 'test' },
    ['client@example.org'],
  );
  if (!found) throw new Error('there is no guest');
  client = found;
  store = await fillStore();
  everything = createWebApp({
    log: core.log,
    newId: core.newId,
    checks: {},
    approvals: { app: core.app, words: site.site.words },
    claims: { app: core.app, words: site.site.words },
    site: site.site,
    playground: await playgroundDepsOf(),
  });
});

/** A mug with a picture, and a batch of codes. */
async function fillStore() {
  const { app } = site.core;
  const actor = await site.person('priya');
  const stocked = await stockCodes(site.core, actor, ['ROUTE-0001']);
  const added = await app.store.addPicture({ actor, bytes: pngOf(4, 3) });
  const picture = added.ok ? added.value.picture : '';
  const item = await app.store.addItem({ actor, fields: ownGoods({ fulfillerId: actor.id, picture }) });
  return { ...stocked, hash: picture, itemId: item.ok ? item.value.id : '' };
}

async function giveToClient(): Promise<string> {
  const { gifts } = await site.company.give('morgan', '', '1', { recipients: [CLIENT] });
  return gifts[0]?.giftId ?? '';
}

async function comeAs(who: Who): Promise<Visitor> {
  if (who === 'stranger') return site.visit();
  return who === 'guest' ? site.signInAs(client) : site.signIn(PEOPLE[who]);
}

/** What stands in a path, made when the path has it. */
const FILLINGS: Record<string, () => Promise<string>> = {
  ':giftId': async () => (await site.company.give('morgan', 'alice', '1')).gifts[0]?.giftId ?? '',
  ':personId': async () => (await site.person('alice')).id,
  ':id': async () => (await site.signIn('alice')).cookies.get('__Host-largesse')?.split('.')[0] ?? '',
  ':itemId': async () => store.itemId,
  async ':orderId'() {
    const { company, core } = site;
    const { gifts } = await company.give('morgan', 'alice', '15');
    await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
    const price = { amountMinor: 1_500n, currency: 'USD' };
    const asked = { buyer: await company.person('alice'), itemId: store.itemId, requestId: core.newId() };
    const ordered = await core.app.store.order({ ...asked, ...price });
    if (!ordered.ok) throw new Error(ordered.refusal.kind);
    return ordered.value.id;
  },
  ':number': async () => '1',
  ':departmentId': async () => (await site.company.department('Engineering')).id,
  ':hash': async () => store.hash,
  ':approvalId': async () => site.core.newId(),
  ':planId': async () => site.core.newId(),
  ':currency': async () => 'USD',
  ':productId': async () => store.productId,
  ':batchId': async () => store.batchId,
  ':token': async () => 'C'.repeat(43),
  '*': async () => 'nothing/here',
  async ':claim'() {
    const leased = await leaseDelivery(site.core.app, await giveToClient());
    const link = leased.kind === 'send' && 'link' in leased.toSend ? leased.toSend.link : undefined;
    return link?.split('/').at(-1) ?? '';
  },
  async ':approval'() {
    const { id } = await site.company.give('morgan', 'alice', '150');
    const { organization, person } = site.company;
    const { id: approvalId } = await site.core.db
      .selectFrom('approval')
      .select('id')
      .where('organization_id', '=', organization.id)
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow();
    const path = await site.core.app.approval.makeLink({ person: await person('ada'), approvalId });
    return path.split('/').at(-1) ?? '';
  },
};

async function pathOf(route: string): Promise<string> {
  let path = route.split(' ')[1] ?? '';
  for (const [name, fill] of Object.entries(FILLINGS)) {
    if (path.split('/').includes(name)) path = path.replace(name, await fill());
  }
  return path;
}

/** As the program knows it: which link it is, only this table says. */
function asRouted(route: string): string {
  return route.replace(/:(?:claim|approval)$/u, ':token').replace('/mails/:token', '/mails/:messageId');
}

function fateOf({ status, location }: { status: number; location: string | null }): Fate {
  if (status === 303)
    return location?.startsWith('/sign-in?back') || location === '/sign-in' ? 'sign-in' : 'on';
  if (status === 200) return 'page';
  return status === 404 ? 'nothing' : 'refused';
}

/** Ends every session of whoever sends it. */
const ENDS_ALL = 'POST /devices/end-all';

/** Those who only look, and where: nothing that they do changes what the next one meets. */
const lookers = new Map<Who, Promise<Visitor>>();
const looked = new Map<string, Promise<string>>();

async function lookAs(who: Who, route: string): Promise<Fate> {
  const visitor = lookers.get(who) ?? comeAs(who);
  lookers.set(who, visitor);
  const path = looked.get(route) ?? pathOf(route);
  looked.set(route, path);
  return fateOf(await (await visitor).get(await path));
}

async function ask(visitor: Visitor, route: string): Promise<Fate> {
  const path = await pathOf(route);
  return fateOf(await (route.startsWith('GET') ? visitor.get(path) : visitor.post(path, FORMS[route] ?? {})));
}

/** Whoever a foreign page's forms come from: one session, which none of them ends. */
let alice: Awaited<ReturnType<typeof comeAs>> | undefined;

describe('the routes of the pages', () => {
  it('are all in these tables, and nothing else is', () => {
    const routes = everything.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);

    // How each fares on the API is in `test/web/api/access.test.ts`, and a directory in `test/web/scim`.
    const pages = [...Object.keys(ROUTES), ...Object.keys(PLAYGROUND)];
    const known = [...pages, ...Object.keys(API_ROUTES), ...SCIM_ROUTES].map(asRouted);
    expect([...new Set(routes)].toSorted()).toEqual(known.toSorted());
  });

  const cases = Object.entries(ROUTES).flatMap(([route, expected]) =>
    EVERYBODY.map((who): [string, Who, Fate] => [route, who, expected[who]]),
  );

  it.each(cases)('%s, for the %s: %s', async (route, who, expected) => {
    const isRead = route.startsWith('GET');
    expect(await (isRead ? lookAs(who, route) : ask(await comeAs(who), route))).toBe(expected);
    if (route === ENDS_ALL) lookers.delete(who);
  });

  it.each(Object.entries(PLAYGROUND))('%s, on this machine: %s', async (route, expected) => {
    expect(await ask(visit(everything, 'http://localhost'), route)).toBe(expected);
    expect(await ask(visit(everything, 'https://gifts.example.com'), route)).toBe('refused');
  });

  // A link's token is what a foreign page lacks.
  const forms = Object.keys(ROUTES).filter(
    (one) => one.startsWith('POST') && !one.startsWith('POST /approvals'),
  );

  it.each(forms)('refuse what a foreign page sends, and do nothing: %s', async (route) => {
    alice ??= await comeAs('employee');

    const byForm = await alice.post(
      await pathOf(route),
      {},
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    );

    expect(byForm.status).toBe(403);
    expect((await alice.get('/wallet')).status).toBe(200);
  });
});
