import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { formatMoney, moneyOf } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { type AskingForFactor, asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import type { Words } from '#src/words/words.ts';
import { makeProblem, type ApiProblem } from './problem.ts';
import { STATUS_OF_REFUSAL } from './status-of-refusal.ts';

/** What only programs are refused. */
export const API_REFUSALS = {
  'not-found': {
    status: 404,
    detail: 'There is nothing here for this token’s person to see. Check the address and the id.',
  },
  'not-your-wallet': {
    status: 403,
    detail:
      'This token spends the wallet of its own person alone. Leave “person” out, or use a token that was made for the marketplace.',
  },
  'not-your-marketplace': {
    status: 403,
    detail: 'This token was made for another marketplace. Use the one that was made for this one.',
  },
  'buyer-missing': {
    status: 422,
    detail: 'Say whose wallet pays: “person”, with an id or an email address.',
  },
  'unknown-buyer': {
    status: 422,
    detail: 'There is nobody by this id or address. Check “person”.',
  },
  'bad-cursor': {
    status: 400,
    detail:
      'This cursor belongs to another list. Leave it out to begin at the start, and keep the other parameters.',
  },
  'key-reused': {
    status: 422,
    detail:
      'This Idempotency-Key was used for another request. Use a new key for each thing that you ask for.',
  },
  'key-running': {
    status: 409,
    detail:
      'The first request with this Idempotency-Key is still running. Ask again in a moment, with the same key.',
  },
  unauthorized: {
    status: 401,
    detail:
      'Send “Authorization: Bearer …” with a token that is valid: this one is missing, unknown, expired or ended, or its person has left.',
  },
  'too-many-calls': {
    status: 429,
    detail: 'This token was used too often. Wait as long as Retry-After says.',
  },
  'too-large': { status: 413, detail: 'The body is too large: 64 kB is the most.' },
  'no-json': { status: 415, detail: 'Send the body as JSON, with “Content-Type: application/json”.' },
  unreadable: { status: 400, detail: 'The body is no JSON.' },
} as const;

/** Why a program is refused: for what people are refused too, or for what only programs are. */
export type ApiRefusal = Refusal | { kind: keyof typeof API_REFUSALS };

/** What a program can do where a person would be asked for a second factor: the API asks for none. */
const WITHOUT_FACTOR: Readonly<Record<AskingForFactor['kind'], string>> = {
  'second-factor-asked':
    'The API takes no second factor. The token’s person adds the gift on the web, on the page “Redeem” or in the wallet.',
  'second-factor-needed':
    'This is unusual, so it needs a second factor, and the API takes none. The wallet’s owner does it on the web.',
  'second-factor-to-spend':
    'The API takes no second factor. The wallet’s owner pays that on the web, or asks for less.',
  'second-factor-to-approve':
    'The API takes no second factor. The token’s person approves it on the web, by the link in the message that asked for the approval: there they type a code of their app. The approval waits meanwhile, and can be declined here.',
};

function isOfApi(refusal: ApiRefusal): refusal is { kind: keyof typeof API_REFUSALS } {
  return Object.hasOwn(API_REFUSALS, refusal.kind);
}

/** A refusal as an answer. */
export function apiProblemOf(words: Words, refusal: ApiRefusal): ApiProblem {
  if (isOfApi(refusal)) return makeProblem(refusal.kind, API_REFUSALS[refusal.kind]);
  return makeProblem(refusal.kind, {
    status: STATUS_OF_REFUSAL[refusal.kind],
    detail: asksForFactor(refusal) ? withoutFactor(words, refusal) : refusalText(words, refusal),
  });
}

function withoutFactor(words: Words, refusal: AskingForFactor): string {
  const advice = WITHOUT_FACTOR[refusal.kind];
  if (!('over' in refusal)) return advice;
  return `Amounts above ${formatMoney(moneyOf(refusal.over), words.locale)} take a second factor. ${advice}`;
}
