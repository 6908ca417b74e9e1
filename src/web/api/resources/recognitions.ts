import { z } from '@hono/zod-openapi';
import type { ListedRequest, RecognitionState } from '#src/app.ts';
import { toMinor } from '#src/domain/kit/amount/to-minor.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Refusal, refused } from '#src/domain/outcome.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import { MAX_MESSAGE_LENGTH, type Recognition } from '#src/domain/recognition/recognition.ts';
import { GIFT_STATUSES, RECOGNITION_STATUSES } from '#src/domain/states.ts';
import type { Words } from '#src/words/words.ts';
import type { ApiDeps, ApiCaller } from '../api-deps.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import {
  AmountMinor,
  Currency,
  Id,
  Instant,
  minorOf,
  moneyBody,
  MoneySchema,
  orNull,
  plainText,
  timeBody,
} from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';
import { ProblemSchema } from '../kit/problem.ts';
import { apiProblemOf } from '../kit/api-problem-of.ts';
import { undoAnswer, UndoneSchema } from './undone.ts';

const MOST_RECIPIENTS = 200;

const Recipient = z
  .union([
    z.strictObject({ personId: Id }),
    z.strictObject({
      email: z.email().max(254),
      isGuest: z.boolean().optional().openapi({
        description: 'If nobody here has the address, it is somebody’s outside the organization.',
      }),
    }),
  ])
  .openapi('Recipient');

const NewRecognition = z
  .strictObject({
    recipients: z.array(Recipient).min(1).max(MOST_RECIPIENTS),
    amountMinor: AmountMinor,
    currency: Currency,
    message: plainText(MAX_MESSAGE_LENGTH).default(''),
    occasion: plainText(100).default(''),
    isPrivate: z.boolean().default(false).openapi({ description: 'Nobody but its recipients reads of it.' }),
  })
  .openapi('NewRecognition');

const asked = {
  id: Id,
  createdAt: Instant,
  source: z.string().openapi({ description: 'Where it came in, such as `slack` or `api`.' }),
  status: z.enum(RECOGNITION_STATUSES),
  each: orNull(MoneySchema).openapi({
    description: 'What each recipient gets, as asked for; null where it was typed without a currency.',
  }),
  refusal: orNull(ProblemSchema).openapi({ description: 'Why it was refused; null unless it was.' }),
};

const RecognitionSchema = z
  .strictObject({
    ...asked,
    giverId: Id.nullable().openapi({ description: 'Null until it is decided.' }),
    departmentId: Id.nullable().openapi({ description: 'Whose budget pays; null until it is decided.' }),
    message: z.string(),
    occasion: z.string(),
    gifts: z.array(
      z.strictObject({ id: Id, recipient: z.string(), amount: MoneySchema, status: z.enum(GIFT_STATUSES) }),
    ),
  })
  .openapi('Recognition');

const ListedRecognition = z
  .strictObject({ ...asked, giver: z.string(), recipients: z.array(z.string()) })
  .openapi('ListedRecognition');

function recognitionBody(
  words: Words,
  { recognition, gifts }: RecognitionState,
): z.input<typeof RecognitionSchema> {
  const { giverId, departmentId, message, occasion } = recognition;
  return {
    ...askedBody(words, recognition),
    giverId,
    departmentId,
    message,
    occasion,
    gifts: gifts.map(({ giftId: id, recipientName: recipient, money, status }) => {
      return { id, recipient, amount: moneyBody(money), status };
    }),
  };
}

function listedBody(words: Words, request: ListedRequest): z.input<typeof ListedRecognition> {
  return { ...askedBody(words, request), giver: request.giver, recipients: request.recipients };
}

type Asked = Pick<Recognition, 'id' | 'createdAt' | 'source' | 'status' | 'amount' | 'currency' | 'refusal'>;

function askedBody(words: Words, { id, createdAt, source, status, amount, currency, refusal }: Asked) {
  const read = currency === null ? undefined : toMinor(amount, currency);
  return {
    id,
    createdAt: timeBody(createdAt),
    source,
    status,
    each: read?.ok && currency !== null ? { amountMinor: minorOf(read.amountMinor), currency } : null,
    refusal: refusal && apiProblemOf(words, refusal),
  };
}

const createRecognition = defineEndpoint({
  name: 'createRecognition',
  method: 'post',
  path: '/v1/recognitions',
  tag: 'Recognitions',
  scope: 'recognitions:write',
  summary: 'Give to one or more people',
  description:
    'Accepts the request as meant: nobody is asked whether they mean it. It is decided within seconds; read it to see what came of it. All recipients get the same, or none gets anything. The Idempotency-Key is its id for ever: the same one gives once.',
  body: NewRecognition,
  answer: RecognitionSchema,
  status: 202,
  async run({ app, words }, { caller, body, key }) {
    const { person, token } = caller;
    const { recipients, amountMinor, currency, message, occasion, isPrivate } = body;
    const refs = recipients.map(refOf);
    const amount = { amount: toDecimal({ amountMinor: BigInt(amountMinor), currency }), currency };
    const accepted = await app.recognition.request({
      organizationId: person.organizationId,
      source: 'api',
      requestId: `${token.id}/${key}`,
      giver: { by: 'id', personId: person.id },
      recipients: refs,
      amount,
      message,
      occasion,
      isPrivate,
      isConfirmed: true,
      channelId: null,
      replyTo: null,
    });
    const first = accepted.recognition;
    const isSame =
      [first.amount, first.currency, first.message].join('\n') ===
        [amount.amount, currency, message].join('\n') && textOf(first.recipients) === textOf(refs);
    if (!isSame) return { ok: false, refusal: { kind: 'key-reused' } };
    const state = accepted.isRepeat ? await app.queries.recognition.find(person, first.id) : undefined;
    return done(recognitionBody(words, state ?? { recognition: first, gifts: [] }));
  },
});

function refOf(recipient: z.output<typeof Recipient>): PersonRef {
  if ('personId' in recipient) return { by: 'id', personId: recipient.personId };
  const { email, isGuest } = recipient;
  return { by: 'email', email, ...(isGuest && { isGuest }) };
}

/** What they name, however the database keeps them. */
function textOf(refs: readonly PersonRef[]): string {
  return JSON.stringify(refs.map((ref) => Object.entries(ref).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

const listRecognitions = defineEndpoint({
  name: 'listRecognitions',
  method: 'get',
  path: '/v1/recognitions',
  tag: 'Recognitions',
  scope: 'recognitions:read',
  summary: 'List requests to give, the newest first',
  query: z.strictObject({
    ...pageFields,
    giverId: Id.optional(),
    status: z.enum(RECOGNITION_STATUSES).optional(),
    since: Instant.optional(),
    until: Instant.optional(),
  }),
  answer: pageSchema(ListedRecognition).openapi('RecognitionPage'),
  async run({ app, words }, { caller, query }) {
    const { giverId, status, since, until } = query;
    return readPage({
      name: 'recognitions',
      query,
      list: (before, limit) =>
        app.queries.recognition.list(caller.person, {
          ...(giverId && { giverId }),
          ...(status && { status }),
          ...(since && { since: new Date(since) }),
          ...(until && { until: new Date(until) }),
          ...(before && { before }),
          limit,
        }),
      idOf: ({ id }) => id,
      show: (request) => listedBody(words, request),
    });
  },
});

const params = z.strictObject({ id: Id });

const getRecognition = defineEndpoint({
  name: 'getRecognition',
  method: 'get',
  path: '/v1/recognitions/{id}',
  tag: 'Recognitions',
  scope: 'recognitions:read',
  summary: 'Show a request to give, and what came of it',
  params,
  answer: RecognitionSchema,
  async run({ app, words }, { caller, params: { id } }) {
    const state = await app.queries.recognition.find(caller.person, id);
    return state ? done(recognitionBody(words, state)) : notFound();
  },
});

const cancelRecognition = defineEndpoint({
  name: 'cancelRecognition',
  method: 'post',
  path: '/v1/recognitions/{id}/cancel',
  tag: 'Recognitions',
  scope: 'recognitions:write',
  summary: 'Cancel one that waits for a confirmation or an approval',
  params,
  answer: RecognitionSchema,
  async run(deps, { caller, params: { id } }) {
    const { app, words } = deps;
    const { person } = caller;
    const state = await app.queries.recognition.find(person, id);
    if (!state) return notFound();
    const refusal = await cancel(deps, caller, state.recognition);
    if (refusal) return refused(refusal);
    const after = must(await app.queries.recognition.find(person, id), `recognition ${id}`);
    return done(recognitionBody(words, after));
  },
});

async function cancel(
  { app }: Pick<ApiDeps, 'app'>,
  { person }: Pick<ApiCaller, 'person'>,
  { id, status }: Recognition,
): Promise<Refusal | undefined> {
  const { organizationId, id: giverId } = person;
  if (status === 'awaiting_confirmation') {
    const cancelled = await app.recognition.cancel({ organizationId, recognitionId: id, giverId });
    return cancelled.ok ? undefined : cancelled.refusal;
  }
  const open = await app.queries.approval.list(person, { isOpen: true });
  const approval = open.find(({ kind, subjectId }) => kind === 'gift' && subjectId === id);
  if (!approval) return { kind: 'nothing-to-undo' };
  const withdrawn = await app.approval.withdraw({ person, approvalId: approval.id });
  return withdrawn.ok ? undefined : withdrawn.refusal;
}

const undoRecognition = defineEndpoint({
  name: 'undoRecognition',
  method: 'post',
  path: '/v1/recognitions/{id}/undo',
  tag: 'Recognitions',
  scope: 'recognitions:write',
  summary: 'Take its gifts back, within minutes and before they are redeemed',
  description: 'Only its giver may. What was redeemed meanwhile is kept, and said so.',
  params,
  answer: UndoneSchema,
  async run({ app, words }, { caller: { person }, params: { id: recognitionId } }) {
    return undoAnswer(words, await app.gift.undo({ person, of: { recognitionId } }));
  },
});

export const recognitionEndpoints = [
  createRecognition,
  listRecognitions,
  getRecognition,
  cancelRecognition,
  undoRecognition,
];
