import type { Actor, App } from '#src/app.ts';
import { z } from '@hono/zod-openapi';
import type { Clerk } from '#src/domain/checkout/clerk.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { ApiCaller } from '../api-deps.ts';
import type { ApiOutcome } from '../kit/define-endpoint.ts';
import { Id } from '../kit/fields.ts';

/** Somebody in the organization, by id or by address. */
export const PersonNamed = z
  .union([z.strictObject({ personId: Id }), z.strictObject({ email: z.email().max(254) })])
  .openapi('PersonNamed');

/** Who reads: a token of a marketplace sees all of it, whatever its person may see; every other sees what its person does. */
export function readerOf({ person, token }: ApiCaller): Actor {
  if (token.marketplaceId === null) return person;
  return { organizationId: person.organizationId, operator: token.name };
}

/** Who settles a checkout. */
export function clerkOf({ person, token }: ApiCaller): Clerk {
  return token.marketplaceId === null ? { person } : { marketplaceId: token.marketplaceId };
}

/** Whether a token has to do with a marketplace: with its own alone, where it has one. */
export function isOfMarketplace({ token }: ApiCaller, marketplaceId: string): boolean {
  return token.marketplaceId === null || token.marketplaceId === marketplaceId;
}

/**
 * Whose wallet is spent: for a token of a marketplace, that of whoever it names; for any other, that of its person alone. So nobody’s
 * role lets them spend what is not theirs.
 */
export async function buyerOf(
  { queries }: Pick<App, 'queries'>,
  caller: ApiCaller,
  named: z.output<typeof PersonNamed> | undefined,
): Promise<ApiOutcome<Person>> {
  const { person, token } = caller;
  if (token.marketplaceId === null) {
    const isOwn =
      !named || ('personId' in named ? named.personId === person.id : named.email === person.email);
    return isOwn ? { ok: true, value: person } : { ok: false, refusal: { kind: 'not-your-wallet' } };
  }
  if (!named) return { ok: false, refusal: { kind: 'buyer-missing' } };
  const reader = readerOf(caller);
  const found =
    'personId' in named
      ? await queries.people.find(reader, named.personId)
      : (await queries.people.findByEmail(reader, [named.email]))[0];
  return found ? { ok: true, value: found } : { ok: false, refusal: { kind: 'unknown-buyer' } };
}
