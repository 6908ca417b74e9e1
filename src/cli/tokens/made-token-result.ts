import type { MadeToken } from '#src/app.ts';
import type { CommandResult } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Core } from '#src/process/open-core.ts';

/** A new token, printed here and nowhere again. */
export async function madeTokenResult(core: Core, { token, text }: MadeToken): Promise<CommandResult> {
  const { app, organization, words } = core;
  const operator = operatorOf(core);
  const person = must(await app.queries.people.find(operator, token.personId), 'whom a token acts as');
  const shops = await app.queries.checkout.listMarketplaces(operator);
  const { id, scopes, expiresAt } = token;
  const marketplace = shops.find((shop) => shop.id === token.marketplaceId)?.name ?? null;
  const until = words.date(expiresAt, organization.timeZone);
  return {
    json: { id, token: text.reveal(), person: person.name, scopes, marketplace, expiresAt },
    text: [
      text.reveal(),
      '',
      `Keep it now: nobody can look it up again. It acts as ${person.name} until ${until}.`,
    ],
  };
}
