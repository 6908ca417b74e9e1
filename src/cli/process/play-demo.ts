import { setTimeout as sleep } from 'node:timers/promises';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Adapters } from '#src/process/open-adapters.ts';
import type { Core } from '#src/process/open-core.ts';
import { countText, proofText } from '#src/cli/kit/count-text.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

export type DemoStep = { name: string; title: string; ok: boolean; ms: number; shown: string[] };

/** What a step saw: whether it held, and the lines to show for it. */
type Seen = { ok: boolean; shown: string[] };

type Room = NonNullable<Adapters['playground']>['room'];
type Message = Awaited<ReturnType<Room['view']>>['direct'][number];

const REQUEST_ID = 'the-launch';
const WAIT_MS = 15_000;

/** Plays the main job through the playground, as if it were typed, and looks at what people see. */
export async function playDemo(core: Core, onStep: (step: DemoStep) => void): Promise<DemoStep[]> {
  const { playground } = await core.adapters();
  if (!playground) throw new Error('the demo needs the playground');
  const { room } = playground;
  const steps: DemoStep[] = [];
  for (const [name, title, play] of scenes(core, room)) {
    const startedAt = performance.now();
    const seen = await play().catch((error: unknown): Seen => ({ ok: false, shown: [String(error)] }));
    const step = { name, title, ms: Math.round(performance.now() - startedAt), ...seen };
    steps.push(step);
    onStep(step);
  }
  return steps;
}

type Scene = [name: string, title: string, play: () => Promise<Seen>];

function scenes(core: Core, room: Room): Scene[] {
  return [
    ['recognize', 'Morgan, a manager, types a command', () => recognize(room)],
    ['issue', 'A gift is issued in the ledger', () => seeIssued(core)],
    ['deliver', 'Alice gets a direct message with the code', () => seeDelivered(room)],
    ['answer', 'Morgan hears what came of it', () => seeAnswer(room)],
    ['redeem', 'Alice redeems the code from her message', () => redeem(room)],
    ['replay', 'The same request comes again', () => replay(core, room)],
    ['over-budget', 'Morgan asks for more than the budget has', () => overBudget(room)],
    ['stolen-code', 'Mallory tries Alice’s next code', () => stolenCode(room)],
    ['report', 'HR reads what was spent', () => report(core)],
    ['verify', 'The ledger is proven', () => verify(core)],
  ];
}

async function type(room: Room, userId: string, text: string, requestId?: string): Promise<Seen> {
  const card = await room.type({ userId, text, ...(requestId ? { requestId } : {}) });
  return {
    ok: card !== undefined && card.tone !== 'refusal',
    shown: [`${userId}: ${text}`, `  ${card?.summary ?? ''}`],
  };
}

function recognize(room: Room): Promise<Seen> {
  return type(room, 'morgan', '/recognize @alice 25 for the launch', REQUEST_ID);
}

async function seeIssued({ db }: Core): Promise<Seen> {
  const gift = await until(() =>
    db.selectFrom('gift').select(['id', 'amount_minor', 'currency']).executeTakeFirst(),
  );
  const amount = formatMoney({ amountMinor: gift.amount_minor, currency: gift.currency });
  return { ok: gift.amount_minor === 2_500n, shown: [`gift ${gift.id} of ${amount}`] };
}

async function seeDelivered(room: Room): Promise<Seen> {
  const message = await until(async () => (await giftsOf(room, 'alice'))[0]);
  return { ok: giftCodeIn(message) !== undefined, shown: linesOf(message) };
}

async function seeAnswer(room: Room): Promise<Seen> {
  const message = await until(async () => (await cardsOf(room, 'morgan', 'channel'))[1]);
  return { ok: toneOf(message) === 'success', shown: linesOf(message) };
}

async function redeem(room: Room): Promise<Seen> {
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

async function replay(core: Core, room: Room): Promise<Seen> {
  const repeated = await type(room, 'morgan', '/recognize @alice 25 for the launch', REQUEST_ID);
  await sleep(300);
  const { gifts } = await core.db
    .selectFrom('gift')
    .select((eb) => eb.fn.countAll<bigint>().as('gifts'))
    .executeTakeFirstOrThrow();
  const messages = await giftsOf(room, 'alice');
  const shown = [...repeated.shown, `gifts in the ledger: ${gifts}, messages to Alice: ${messages.length}`];
  return { ok: gifts === 1n && messages.length === 1, shown };
}

async function overBudget(room: Room): Promise<Seen> {
  const before = (await cardsOf(room, 'morgan', 'channel')).length;
  const asked = await type(room, 'morgan', '/recognize @bob 9999');
  const message = await until(async () => (await cardsOf(room, 'morgan', 'channel'))[before + 1]);
  const lines = linesOf(message);
  const saysWhatIsLeft = lines.some((line) => line.includes('$475.00'));
  return { ok: toneOf(message) === 'refusal' && saysWhatIsLeft, shown: [...asked.shown, ...lines] };
}

async function stolenCode(room: Room): Promise<Seen> {
  await type(room, 'morgan', '/recognize @alice 10 for helping Bob');
  const message = await until(async () => (await giftsOf(room, 'alice'))[1]);
  const code = giftCodeIn(message);
  const stolen = await type(room, 'mallory', `/redeem ${code}`);
  const redeemed = await type(room, 'alice', `/redeem ${code}`);
  return { ok: !stolen.ok && redeemed.ok, shown: [...stolen.shown, ...redeemed.shown] };
}

async function report(core: Core): Promise<Seen> {
  const { app } = core;
  const spends = await app.queries.report.spend(operatorOf(core));
  const shown = spends.map(
    (spend) =>
      `${spend.month}  ${spend.department}  ${countText(spend.gifts, 'gift')}  ${formatMoney(spend)}`,
  );
  return { ok: spends.length === 1 && spends[0]?.amountMinor === 3_500n, shown };
}

async function verify(core: Core): Promise<Seen> {
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

async function cardsOf(room: Room, userId: string, place: 'channel' | 'direct'): Promise<Message[]> {
  const view = await room.view(userId);
  return view[place].filter((message) => message.body.kind === 'card');
}

async function giftsOf(room: Room, userId: string): Promise<Message[]> {
  return (await cardsOf(room, userId, 'direct')).filter((message) => giftCodeIn(message) !== undefined);
}

function giftCodeIn({ body }: Message): string | undefined {
  if (body.kind !== 'card') return undefined;
  return body.card.blocks.find((block) => block.kind === 'code')?.text;
}

function toneOf({ body }: Message): string | undefined {
  return body.kind === 'card' ? body.card.tone : undefined;
}

function linesOf({ body }: Message): string[] {
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
