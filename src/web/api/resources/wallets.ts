import { z } from '@hono/zod-openapi';
import type { App, WalletRow } from '#src/app.ts';
import { done } from '#src/domain/outcome.ts';
import { CLOSING_WAYS } from '#src/domain/wallet/closing.ts';
import type { WalletComposition } from '#src/domain/wallet/composition.ts';
import type { ApiCaller } from '../api-deps.ts';
import { decodeCursor, encodeCursor } from '../kit/cursor.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import {
  Currency,
  Id,
  Instant,
  minorOf,
  moneyBody,
  MoneySchema,
  plainText,
  timeBody,
} from '../kit/fields.ts';
import { badCursor, notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';

const Minor = z.int().openapi({ description: 'In the currency’s smallest unit, such as cents.' });

const Wallet = z
  .strictObject({
    personId: Id,
    balances: z.array(
      z.strictObject({
        currency: z.string(),
        spendableMinor: Minor,
        giftMinor: Minor,
        promotional: z
          .array(z.strictObject({ grantId: Id, leftMinor: Minor, expiresAt: Instant, reason: z.string() }))
          .openapi({ description: 'In the order in which it is spent.' }),
        isFrozen: z.boolean(),
      }),
    ),
    waiting: z
      .array(z.strictObject({ giftId: Id, giver: z.string(), amount: MoneySchema, createdAt: Instant }))
      .openapi({ description: 'Gifts that were not redeemed yet.' }),
  })
  .openapi('Wallet');

const Owner = z
  .union([z.literal('me'), Id])
  .openapi({ description: 'The id of a person, or `me`: whom the token acts as.', example: 'me' });

const params = z.strictObject({ personId: Owner });

function ownerOf({ personId }: z.output<typeof params>, { person }: ApiCaller): string {
  return personId === 'me' ? person.id : personId;
}

function balanceBody({ currency, spendableMinor, giftMinor, promo, isFrozen }: WalletComposition) {
  return {
    currency,
    spendableMinor: minorOf(spendableMinor),
    giftMinor: minorOf(giftMinor),
    promotional: promo.map(({ grantId, leftMinor, expiresAt, reason }) => {
      return { grantId, leftMinor: minorOf(leftMinor), expiresAt: timeBody(expiresAt), reason };
    }),
    isFrozen,
  };
}

const getWallet = defineEndpoint({
  name: 'getWallet',
  method: 'get',
  path: '/v1/wallets/{personId}',
  tag: 'Wallets',
  scope: 'wallets:read',
  summary: 'Show what somebody holds, and which gifts wait for them',
  params,
  answer: Wallet,
  async run({ app }, { caller, params: asked }) {
    const personId = ownerOf(asked, caller);
    const { wallet } = app.queries;
    const [held, found] = await Promise.all([
      wallet.compose(caller.person, personId),
      wallet.find(caller.person, personId),
    ]);
    if (!held || !found) return notFound();
    const waiting = found.unredeemed.map(({ giftId, giverName: giver, createdAt, ...money }) => {
      return { giftId, giver, amount: moneyBody(money), createdAt: timeBody(createdAt) };
    });
    return done({ personId, balances: held.map(balanceBody), waiting });
  },
});

const WalletRowSchema = z
  .strictObject({
    id: Id,
    at: Instant,
    kind: z.string().openapi({ description: 'What moved it, such as `gift.redeemed`.' }),
    amountMinor: Minor.openapi({ description: 'Below zero when it went out.' }),
    balanceAfterMinor: Minor.openapi({ description: 'All that was held in this currency right after it.' }),
    currency: z.string(),
    giftId: Id.nullable(),
    giver: z.string().nullable(),
    note: z.string().nullable(),
  })
  .openapi('WalletRow');

function rowBody(row: WalletRow): z.input<typeof WalletRowSchema> {
  const { entryId: id, at, kind, amountMinor, balanceAfterMinor, currency, gift, note } = row;
  return {
    id,
    at: timeBody(at),
    kind,
    amountMinor: minorOf(amountMinor),
    balanceAfterMinor: minorOf(balanceAfterMinor),
    currency,
    giftId: gift?.giftId ?? null,
    giver: gift?.giverName ?? null,
    note: note ?? null,
  };
}

const ListedWallet = z
  .strictObject({
    personId: Id,
    name: z.string(),
    isFrozen: z.boolean(),
    balances: z.array(
      z.strictObject({
        currency: z.string(),
        giftMinor: Minor,
        promotionalMinor: Minor.openapi({ description: 'Of grants that have not expired.' }),
        waiting: z.int().openapi({ description: 'How many gifts were not redeemed yet.' }),
      }),
    ),
  })
  .openapi('ListedWallet');

const listWallets = defineEndpoint({
  name: 'listWallets',
  method: 'get',
  path: '/v1/wallets',
  tag: 'Wallets',
  scope: 'wallets:read',
  summary: 'List the wallets that hold something, or for which gifts wait',
  description: 'HR, finance and admins see everybody’s, the others their own.',
  query: z.strictObject(pageFields),
  answer: pageSchema(ListedWallet).openapi('WalletPage'),
  async run({ app }, { caller, query }) {
    return readPage({
      name: 'wallets',
      query,
      list: (after, limit) => app.queries.wallet.listAll(caller.person, { after, limit }),
      idOf: ({ personId }) => personId,
      show: ({ personId, name, isFrozen, holdings }) => ({
        personId,
        name,
        isFrozen,
        balances: holdings.map(({ currency, giftMinor, promoMinor, waiting }) => ({
          currency,
          giftMinor: minorOf(giftMinor),
          promotionalMinor: minorOf(promoMinor),
          waiting,
        })),
      }),
    });
  },
});

const listWalletActivity = defineEndpoint({
  name: 'listWalletActivity',
  method: 'get',
  path: '/v1/wallets/{personId}/activity',
  tag: 'Wallets',
  scope: 'wallets:read',
  summary: 'List how a balance came about, the newest first',
  params,
  query: z.strictObject({
    ...pageFields,
    currency: Currency,
    since: Instant.optional(),
    until: Instant.optional(),
  }),
  answer: pageSchema(WalletRowSchema).openapi('WalletRowPage'),
  async run({ app }, { caller, params: asked, query }) {
    const personId = ownerOf(asked, caller);
    const { cursor, limit, currency, since, until } = query;
    const list = JSON.stringify(['wallet', personId, currency, since, until]);
    const before = cursor === undefined ? undefined : decodeCursor(list, cursor);
    if (cursor !== undefined && before === undefined) return badCursor();
    const page = await app.queries.wallet.history(caller.person, personId, {
      currency,
      from: since === undefined ? undefined : new Date(since),
      to: until === undefined ? undefined : new Date(until),
      before,
      limit,
    });
    if (!page) return notFound();
    const nextCursor = page.next === undefined ? null : encodeCursor(list, page.next);
    return done({ items: page.rows.map(rowBody), nextCursor });
  },
});

const Reason = z
  .strictObject({ reason: plainText(500).min(1).openapi({ description: 'It is kept on record.' }) })
  .openapi('WalletReason');

const Frozen = z.strictObject({ personId: Id, isFrozen: z.boolean() }).openapi('FrozenWallet');

const freezing = {
  method: 'post',
  tag: 'Wallets',
  scope: 'wallets:write',
  params,
  body: Reason,
  answer: Frozen,
} as const;

const freezeWallet = defineEndpoint({
  ...freezing,
  name: 'freezeWallet',
  path: '/v1/wallets/{personId}/freeze',
  summary: 'Freeze a wallet: nothing is redeemed into it or spent from it',
  description: 'For HR, finance and admins. Its owner is told.',
  run: ({ app }, { caller, params: asked, body }) =>
    setFrozen(app, caller, { personId: ownerOf(asked, caller), isFrozen: true, ...body }),
});

const unfreezeWallet = defineEndpoint({
  ...freezing,
  name: 'unfreezeWallet',
  path: '/v1/wallets/{personId}/unfreeze',
  summary: 'Unfreeze a wallet',
  description: 'For HR, finance and admins, and never for one’s own.',
  run: ({ app }, { caller, params: asked, body }) =>
    setFrozen(app, caller, { personId: ownerOf(asked, caller), isFrozen: false, ...body }),
});

async function setFrozen(
  { wallet, queries }: App,
  { person }: ApiCaller,
  { personId, isFrozen, reason }: { personId: string; isFrozen: boolean; reason: string },
) {
  if (!(await queries.people.find(person, personId))) return notFound();
  const set = await wallet.freeze({ person, ownerId: personId, isFrozen, reason });
  return set.ok ? done({ personId, isFrozen }) : set;
}

const closeWallet = defineEndpoint({
  name: 'closeWallet',
  method: 'post',
  path: '/v1/wallets/{personId}/close',
  tag: 'Wallets',
  scope: 'wallets:write',
  summary: 'Ask a second person to close a wallet',
  description: 'For HR, finance and admins. Each currency waits for an approval of its own.',
  params,
  body: z
    .strictObject({
      way: z.enum(CLOSING_WAYS).optional().openapi({
        description: 'What becomes of gift funds; the organization’s own way where it is left out.',
      }),
      reason: plainText(500).min(1),
    })
    .openapi('WalletToClose'),
  answer: z
    .strictObject({
      way: z.enum(CLOSING_WAYS),
      closings: z.array(z.strictObject({ approvalId: Id, amount: MoneySchema, waitsUntil: Instant })),
    })
    .openapi('WaitingClosing'),
  status: 202,
  async run({ app }, { caller, params: asked, body }) {
    const { person } = caller;
    const ownerId = ownerOf(asked, caller);
    if (!(await app.queries.people.find(person, ownerId))) return notFound();
    const closing = await app.wallet.requestClosing({ person, ownerId, ...body });
    if (!closing.ok) return closing;
    const closings = closing.value.closings.map(({ approvalId, waitsUntil, ...money }) => {
      return { approvalId, amount: moneyBody(money), waitsUntil: timeBody(waitsUntil) };
    });
    return done({ way: closing.value.way, closings });
  },
});

export const walletEndpoints = [
  listWallets,
  getWallet,
  listWalletActivity,
  freezeWallet,
  unfreezeWallet,
  closeWallet,
];
