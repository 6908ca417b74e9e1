import type { Context } from 'hono';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Outcome, Refusal } from '#src/domain/outcome.ts';
import type { ApiDeps } from '../api/api-deps.ts';
import { STATUS_OF_REFUSAL } from '../api/kit/status-of-refusal.ts';
import { MAX_RESULTS } from './discovery.ts';
import { ScimError, type ScimErrorKind } from './scim-error.ts';

/** What the routes for directories need: the API's, and whose people they are. */
export type ScimDeps = ApiDeps & {
  organization: { id: string; name: string; currency: string; timeZone: string };
};

/** The body of a request, whatever type of content it claims to be. */
export async function readBody(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw new ScimError(400, 'The body is not JSON.', 'invalidSyntax');
  }
}

export function noResource(): ScimError {
  return new ScimError(404, 'There is nothing here by that id.');
}

/** The id in the address; one that is none of ours is unknown. */
export function idOf(c: Context): string {
  const id = c.req.param('id') ?? '';
  if (!isUuid(id)) throw noResource();
  return id;
}

/** Which part of a list: counted from 1, at most 200 at once. */
export function readWindow(c: Context): { startIndex: number; limit: number } {
  const [first, count] = [Number(c.req.query('startIndex')), Number(c.req.query('count') ?? MAX_RESULTS)];
  return {
    startIndex: Number.isSafeInteger(first) ? Math.max(1, first) : 1,
    limit: Number.isSafeInteger(count) ? Math.min(MAX_RESULTS, Math.max(0, count)) : MAX_RESULTS,
  };
}

const KINDS: Partial<Record<Refusal['kind'], ScimErrorKind>> = {
  'user-name-taken': 'uniqueness',
  'address-taken': 'uniqueness',
  'number-taken': 'uniqueness',
  'left-to-admins': 'mutability',
};

/** What came of it, or the error that a directory shows to those who run it. */
export function orError<T>({ words }: Pick<ScimDeps, 'words'>, outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { kind } = outcome.refusal;
  if (kind === 'unknown-person' || kind === 'unknown-group') throw noResource();
  const status = KINDS[kind] === 'uniqueness' ? 409 : STATUS_OF_REFUSAL[kind];
  const isValue = status === 422;
  const scimType = isValue ? 'invalidValue' : KINDS[kind];
  throw new ScimError(isValue ? 400 : status, refusalText(words, outcome.refusal), scimType);
}
