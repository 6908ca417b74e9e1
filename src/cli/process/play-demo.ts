import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { MessageView, Place, PlaygroundRoom } from '#src/ports/playground.ts';
import type { Core } from '#src/process/open-core.ts';
import { type Browser, createBrowser, headingOf } from './browse-demo.ts';
import { countText, proofText } from '#src/cli/kit/count-text.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { orderBooksCard, orderMug } from './order-demo.ts';
import { refundSpent, type Played, spend } from './spend-demo.ts';

export type DemoStep = { name: string; title: string; ok: boolean; ms: number; shown: string[] };

const REQUEST_ID = 'the-launch';
const WAIT_MS = 15_000;
const CREDIT_DAYS = 30;
const CLAIM_DAYS = 90;

/** A Largesse to play in, where its pages are, and a way to let days pass there. */
export type DemoStage = { core: Core; webUrl: string; passDays: (days: number) => void };

/** Plays the main job through the playground as if typed, and checks what people see. */
export async function playDemo(stage: DemoStage, onStep: (step: DemoStep) => void): Promise<DemoStep[]> {
  const { core, webUrl } = stage;
  const { playground } = await core.adapters();
  if (!playground) throw new Error('the demo needs the playground');
  const { room } = playground;
  const steps: DemoStep[] = [];
  for (const [name, title, play] of plannedSteps(stage, room, createBrowser(webUrl))) {
    const startedAt = performance.now();
    const seen = await play().catch((error: unknown): Played => ({ ok: false, shown: [String(error)] }));
    const step = { name, title, ms: Math.round(performance.now() - startedAt), ...seen };
    steps.push(step);
    onStep(step);
  }
  return steps;
}

type PlannedStep = [name: string, title: string, play: () => Promise<Played>];

function plannedSteps(stage: DemoStage, room: PlaygroundRoom, browser: Browser): PlannedStep[] {
  const { core } = stage;
  return [
    ['recognize', 'Morgan, a manager, types a command', () => recognize(room)],
    ['issue', 'A gift is issued in the ledger', () => seeIssued(core)],
    ['deliver', 'Alice gets a direct message with the code', () => seeDelivered(room)],
    ['answer', 'Morgan gets the result', () => seeAnswer(room)],
    ['redeem', 'Alice redeems the code from her message', () => redeem(room)],
    ['replay', 'The same request comes again', () => replay(core, room)],
    ['over-budget', 'Morgan asks for more than the budget has', () => overBudget(room)],
    ['stolen-code', 'Mallory tries Alice’s next code', () => stolenCode(room)],
    ['promo', 'Finance grants Alice promotional credit', () => promo(core, room)],
    ['report', 'HR reads what was spent', () => report(core)],
    ['sign-in', 'Alice opens her wallet with a link from chat', () => signIn(room, browser)],
    ['redeem-page', 'Alice redeems a code on the page', () => redeemOnPage(room, browser)],
    ['checkout', 'Alice spends her credit first, then her gift funds', () => spend(core, browser)],
    ['refund', 'Her purchase is refunded, and comes back to what paid', () => refundSpent(core, browser)],
    ['store', 'Alice orders a mug with one click, and Morgan hands it out', () => orderMug(core, browser)],
    [
      'gift-card',
      'Alice orders a gift card from stock and sees its code',
      () => orderBooksCard(core, browser),
    ],
    ['claim-by', 'Finance gives gifts a last day, and Bob lets it pass', () => claimBy(stage, room)],
    ['verify', 'The ledger is proven', () => verify(core)],
  ];
}

async function type(room: PlaygroundRoom, userId: string, text: string, requestId?: string): Promise<Played> {
  const card = await room.type({ userId, text, ...(requestId ? { requestId } : {}) });
  return {
    ok: card !== undefined && card.tone !== 'refusal',
    shown: [`${userId}: ${text}`, `  ${card?.summary ?? ''}`],
  };
}

function recognize(room: PlaygroundRoom): Promise<Played> {
  return type(room, 'morgan', '/recognize @alice 25 for the launch', REQUEST_ID);
}

async function seeIssued({ db }: Core): Promise<Played> {
  const gift = await until(() =>
    db.selectFrom('gift').select(['id', 'amount_minor', 'currency']).executeTakeFirst(),
  );
  const amount = formatMoney({ amountMinor: gift.amount_minor, currency: gift.currency });
  return { ok: gift.amount_minor === 2_500n, shown: [`gift ${gift.id} of ${amount}`] };
}

async function seeDelivered(room: PlaygroundRoom): Promise<Played> {
  const message = await until(async () => (await giftsOf(room, 'alice'))[0]);
  return { ok: giftCodeIn(message) !== undefined, shown: linesOf(message) };
}

async function seeAnswer(room: PlaygroundRoom): Promise<Played> {
  const message = await until(() => findOutcome(room, 0));
  return { ok: toneOf(message) === 'success', shown: linesOf(message) };
}

/** What became of Morgan's nth command: it takes the place of “Request received”. */
async function findOutcome(room: PlaygroundRoom, nth: number): Promise<MessageView | undefined> {
  const message = (await cardsOf(room, 'morgan', 'channel'))[nth];
  return message && toneOf(message) !== 'info' ? message : undefined;
}

async function redeem(room: PlaygroundRoom): Promise<Played> {
  const [message] = await giftsOf(room, 'alice');
  const redeemed = await type(room, 'alice', `/redeem ${message && giftCodeIn(message)}`);
  const balance = await type(room, 'alice', '/balance');
  const card = (await cardsOf(room, 'alice', 'channel')).at(-1);
  const hasFunds = card !== undefined && linesOf(card).some((line) => line.includes('$25.00'));
  return {
    ok: redeemed.ok && balance.ok && hasFunds,
    shown: [...redeemed.shown, ...balance.shown, ...(card ? linesOf(card) : [])],
  };
}

async function replay(core: Core, room: PlaygroundRoom): Promise<Played> {
  const repeated = await type(room, 'morgan', '/recognize @alice 25 for the launch', REQUEST_ID);
  await sleep(300);
  const { gifts } = await core.db
    .selectFrom('gift')
    .select((eb) => eb.fn.countAll<bigint>().as('gifts'))
    .executeTakeFirstOrThrow();
  const messages = await cardsOf(room, 'alice', 'direct');
  const shown = [...repeated.shown, `gifts in the ledger: ${gifts}, messages to Alice: ${messages.length}`];
  return { ok: gifts === 1n && messages.length === 1, shown };
}

async function overBudget(room: PlaygroundRoom): Promise<Played> {
  const before = (await cardsOf(room, 'morgan', 'channel')).length;
  const asked = await type(room, 'morgan', '/recognize @bob 9999');
  const message = await until(() => findOutcome(room, before));
  const lines = linesOf(message);
  const saysWhatIsLeft = lines.some((line) => line.includes('$475.00'));
  return { ok: toneOf(message) === 'refusal' && saysWhatIsLeft, shown: [...asked.shown, ...lines] };
}

async function stolenCode(room: PlaygroundRoom): Promise<Played> {
  await type(room, 'morgan', '/recognize @alice 10 for helping Bob');
  const message = await until(async () => (await cardsOf(room, 'alice', 'direct'))[1]);
  const code = giftCodeIn(message);
  const stolen = await type(room, 'mallory', `/redeem ${code}`);
  const redeemed = await type(room, 'alice', `/redeem ${code}`);
  return { ok: !stolen.ok && redeemed.ok, shown: [...stolen.shown, ...redeemed.shown] };
}

/** Twice by the same request: it is granted once. */
async function promo(core: Core, room: PlaygroundRoom): Promise<Played> {
  const people = await core.app.queries.people.list(operatorOf(core));
  const finance = must(
    people.find(({ role }) => role === 'finance' || role === 'admin'),
    'somebody in finance',
  );
  const alice = must(
    people.find(({ name }) => name.startsWith('Alice')),
    'Alice',
  );
  const department = orRefuse(
    core,
    await core.app.queries.people.findDepartment(operatorOf(core), alice.department),
  );
  const [person] = await core.app.queries.people.findByEmail(operatorOf(core), [finance.email ?? '']);
  const request = {
    department,
    person: must(person, finance.name),
    reason: 'for the spring',
    expiresAt: new Date(Date.now() + CREDIT_DAYS * DAY_MS),
    promos: [{ personId: alice.id, amountMinor: 1_000n, requestId: 'demo' }],
  };
  const { totalMinor } = orRefuse(core, await core.app.wallet.grantPromos(request));
  const { repeated } = orRefuse(core, await core.app.wallet.grantPromos(request));
  const balance = await type(room, 'alice', '/balance');
  const card = (await cardsOf(room, 'alice', 'channel')).at(-1);
  const lines = card ? linesOf(card) : [];
  const isShown = lines.some((line) => line.includes('$10.00'));
  return {
    ok: totalMinor === 1_000n && repeated === 1 && balance.ok && isShown,
    shown: [`${finance.name} grants ${alice.name} $10.00, and asks twice`, ...balance.shown, ...lines],
  };
}

async function report(core: Core): Promise<Played> {
  const { app } = core;
  const spends = await app.queries.report.spend(operatorOf(core));
  const shown = spends.map(
    (spend) =>
      `${spend.month}  ${spend.department}  ${countText(spend.gifts, 'gift')}  ${formatMoney(spend)}`,
  );
  return { ok: spends.length === 1 && spends[0]?.amountMinor === 3_500n, shown };
}

/** The link is used once, and never shown: whoever has it can sign in. */
async function signIn(room: PlaygroundRoom, browser: Browser): Promise<Played> {
  await type(room, 'alice', '/wallet');
  const card = (await cardsOf(room, 'alice', 'channel')).at(-1);
  const url = card && linesOf(card).flatMap((line) => /https?:\S+/u.exec(line) ?? [])[0];
  if (url === undefined) return { ok: false, shown: card ? linesOf(card) : [] };
  const { pathname } = new URL(url);
  const link = await browser.get(pathname);
  const entered = await browser.post(pathname, {});
  const again = await browser.post(pathname, {});
  const wallet = await browser.get('/wallet');
  return {
    ok: entered.status === 303 && again.status === 410 && headingOf(wallet).includes('$45.00'),
    shown: [headingOf(link), headingOf(wallet), `the same link again: ${headingOf(again)}`],
  };
}

async function redeemOnPage(room: PlaygroundRoom, browser: Browser): Promise<Played> {
  const before = (await cardsOf(room, 'alice', 'direct')).length;
  await type(room, 'morgan', '/recognize @alice 5 for the page');
  const message = await until(async () => (await cardsOf(room, 'alice', 'direct'))[before]);
  const codes = must(giftCodeIn(message), 'code in a gift');
  const asked = await browser.post('/redeem', { codes: codes.replaceAll('-', ' ').toLowerCase() });
  const added = await browser.post('/redeem/confirm', { codes });
  const wallet = await browser.get('/wallet');
  return {
    ok: headingOf(asked) === 'This adds $5.00' && headingOf(wallet).includes('$50.00'),
    shown: [headingOf(asked), headingOf(added), headingOf(wallet)],
  };
}

/** Bob reads until when he can claim it, in his gift and in his balance. After that day its money is back. */
async function claimBy({ core, passDays }: DemoStage, room: PlaygroundRoom): Promise<Played> {
  const { id: departmentId } = await getDepartmentNamed(core, 'Engineering');
  const scope = { organizationId: core.organization.id, departmentId, currency: core.organization.currency };
  orRefuse(core, await core.app.budget.setRules({ scope, rules: { claimDays: CLAIM_DAYS }, actorId: null }));
  const asked = await type(room, 'morgan', '/recognize @bob 5 for the docs');
  const lines = linesOf(await until(async () => (await giftsOf(room, 'bob'))[0]));
  await type(room, 'bob', '/balance');
  const balance = (await cardsOf(room, 'bob', 'channel')).at(-1);
  const told = [...lines, ...(balance ? linesOf(balance) : [])].filter((line) => /add it by/iu.test(line));
  const { id: giftId } = await core.db
    .selectFrom('gift')
    .select('id')
    .where('expires_at', 'is not', null)
    .executeTakeFirstOrThrow();
  const before = await returnedMinor(core);
  passDays(CLAIM_DAYS + 1);
  await core.app.gift.advanceClaim(giftId);
  const expired = await until(async () => (await newsOf(room, 'bob', 'expired')).at(-1));
  const heard = await until(async () => (await newsOf(room, 'morgan', 'expired')).at(-1));
  const isBack = (await returnedMinor(core)) - before === 500n;
  return {
    ok: told.length === 2 && isBack,
    shown: [...asked.shown, ...told, `${CLAIM_DAYS + 1} days later`, ...linesOf(expired), ...linesOf(heard)],
  };
}

/** All that went back because nobody claimed it, in minor units. */
async function returnedMinor({ db }: Core): Promise<bigint> {
  const postings = await db
    .selectFrom('entry')
    .innerJoin('posting', 'posting.entry_id', 'entry.id')
    .select('posting.amount')
    .where('entry.kind', '=', 'code.expired')
    .where('posting.amount', '>', 0n)
    .execute();
  return postings.reduce((sum, { amount }) => sum + amount, 0n);
}

/** The direct messages to somebody whose title has a word. */
async function newsOf(room: PlaygroundRoom, userId: string, word: string): Promise<MessageView[]> {
  const messages = await cardsOf(room, userId, 'direct');
  return messages.filter(({ body }) => body.kind === 'card' && body.card.title.includes(word));
}

async function verify(core: Core): Promise<Played> {
  const proof = orRefuse(core, await core.app.queries.ledger.prove(operatorOf(core)));
  const broken = proof.checks.filter((check) => !check.ok).map((check) => `broken: ${check.name}`);
  const counts = `${proofText(proof)}: ${proof.checks.length} rules`;
  return { ok: proof.ok, shown: [counts, ...broken] };
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`nothing came within ${WAIT_MS / 1000} s`);
    await sleep(20);
  }
}

async function cardsOf(room: PlaygroundRoom, userId: string, place: Place): Promise<MessageView[]> {
  const view = await room.view(userId);
  return view[place].filter((message) => message.body.kind === 'card');
}

async function giftsOf(room: PlaygroundRoom, userId: string): Promise<MessageView[]> {
  return (await cardsOf(room, userId, 'direct')).filter((message) => giftCodeIn(message) !== undefined);
}

function giftCodeIn({ body }: MessageView): string | undefined {
  if (body.kind !== 'card') return undefined;
  return body.card.blocks.find((block) => block.kind === 'code')?.text;
}

function toneOf({ body }: MessageView): string | undefined {
  return body.kind === 'card' ? body.card.tone : undefined;
}

function linesOf({ body }: MessageView): string[] {
  if (body.kind !== 'card') return [body.text];
  const blocks = body.card.blocks.flatMap((block): string[] => {
    switch (block.kind) {
      case 'text':
      case 'code':
        return block.text.split('\n');
      case 'quote':
        return [`“${block.text}”`];
      case 'fields':
        return block.fields.map(({ label, value }) => `${label}: ${value}`);
      case 'bar':
        return [block.label];
      default:
        return block satisfies never;
    }
  });
  return [`┃ ${body.card.title}`, ...blocks.map((line) => `┃   ${line}`)];
}
