import type { Command } from 'commander';
import type { AgreeOptions } from '#src/cli/kit/agree.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import type { Actor } from '#src/app.ts';
import type { Core } from '#src/process/open-core.ts';

export type OrderOptions = { as: string };
export type EndOptions = OrderOptions & AgreeOptions & { reason: string };

/** What every command takes that does something with an order. */
export function takesOrder(command: Command): Command {
  return command
    .argument('<order>', 'its id, from: largesse orders list', readUuid)
    .requiredOption('--as <email>', 'who does it: whoever sees to it, HR or an admin', readEmail);
}

/** An order to do something with, and who does it. */
export async function toSettle(
  core: Core,
  orderId: string,
  as: string,
): Promise<{ orderId: string; actor: Actor }> {
  return { orderId, actor: await getPersonWithEmail(core, as) };
}
