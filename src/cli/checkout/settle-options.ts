import type { Command } from 'commander';
import type { AgreeOptions } from '#src/cli/kit/agree.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { FoundCheckout } from '#src/app.ts';
import type { ToSettle } from '#src/domain/checkout/clerk.ts';
import type { Core } from '#src/process/open-core.ts';

export type SettleOptions = AgreeOptions & { as: string };

/** What every command takes that settles a purchase in place of its marketplace. */
export function takesCheckout(command: Command): Command {
  return command
    .argument('<checkout>', 'its id, from: largesse checkout list', readUuid)
    .requiredOption('--as <email>', 'who does it: finance or an admin', readEmail)
    .option('--yes', 'do not ask before it is done');
}

/** The checkout to settle, and by whom. */
export async function findToSettle(
  core: Core,
  checkoutId: string,
  as: string,
): Promise<{ checkout: FoundCheckout; toSettle: ToSettle }> {
  const { organizationId } = operatorOf(core);
  const checkout = await core.app.queries.checkout.find(operatorOf(core), checkoutId);
  if (!checkout) return orRefuse(core, { ok: false, refusal: { kind: 'unknown-checkout' } });
  const person = await getPersonWithEmail(core, as);
  return { checkout, toSettle: { organizationId, checkoutId, by: { person } } };
}

/** The amount in the currency of a checkout, minor units; undefined where none was typed. */
export function readPart(
  core: Core,
  { marketplace: name, currency }: FoundCheckout,
  typed: string | undefined,
): bigint | undefined {
  return typed === undefined ? undefined : readMinorAboveZero(core, { name, currency }, typed);
}
