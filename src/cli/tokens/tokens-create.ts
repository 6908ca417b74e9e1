import { type Command, InvalidArgumentError } from 'commander';
import { getMarketplaceNamed } from '#src/cli/checkout/get-marketplace-named.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readDay } from '#src/cli/kit/read-arguments.ts';
import { madeTokenResult } from './made-token-result.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { API_SCOPES, type ApiScope, isApiScope, MAX_TOKEN_NAME } from '#src/domain/session/api-token.ts';

type Options = { name: string; scope: ApiScope[]; marketplace?: string; until?: string };

const USUAL_MS = 90 * DAY_MS;

/** `largesse tokens create`: makes a token by which a program acts as somebody, and prints it once. */
export function addTokensCreate(program: Command): void {
  addCommand(program, {
    name: 'tokens create',
    summary: 'make a token by which a program acts as somebody, and print it once',
    takes: (command) =>
      command
        .argument('<who>', 'as whom: an email address, employee number, id or full name')
        .requiredOption('--name <text>', 'what it is for', readName)
        .requiredOption('--scope <scope...>', `what it may do: ${API_SCOPES.join(', ')}`, readScope)
        .option(
          '--marketplace <name>',
          'the shop that it is for: it spends the wallets of those who buy there',
        )
        .option(
          '--until <day>',
          'the last day on which it works, at most a year away; default: 90 days',
          readDay,
        ),
    json: 'object',
    examples: [
      'tokens create morgan@example.com --name "birthday bot" --scope recognitions:write recognitions:read',
      'tokens create zoe@example.com --name "the shop" --scope checkouts:read checkouts:write --marketplace Store',
    ],
    async run(core, who: string, { name, scope: scopes, marketplace, until }: Options) {
      const { organization, clock } = core;
      const person = await getPersonCalled(core, who);
      const expiresAt = until
        ? dayStart(until, organization.timeZone, 1)
        : new Date(clock.now().getTime() + USUAL_MS);
      const shop = marketplace === undefined ? undefined : await getMarketplaceNamed(core, marketplace);
      const made = await core.app.session.makeToken({
        organizationId: organization.id,
        personId: person.id,
        makerId: null,
        name,
        scopes,
        marketplaceId: shop?.id,
        expiresAt,
      });
      return madeTokenResult(core, orRefuse(core, made));
    },
  });
}

function readName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_TOKEN_NAME) return name;
  throw new InvalidArgumentError(`Write up to ${MAX_TOKEN_NAME} characters.`);
}

function readScope(text: string, before: readonly ApiScope[] = []): ApiScope[] {
  if (isApiScope(text)) return [...before, text];
  throw new InvalidArgumentError(`Known are: ${API_SCOPES.join(', ')}.`);
}
