import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { stateOfToken, storeScopes } from '#src/domain/session/api-token.ts';

/** `largesse tokens list`: shows the tokens of programs that call the API, never what opens anything. */
export function addTokensList(program: Command): void {
  addCommand(program, {
    name: 'tokens list',
    summary: 'show the tokens of programs that call the API',
    json: 'array',
    examples: ['tokens list'],
    async run(core) {
      const { words, organization, clock } = core;
      const now = clock.now();
      const found = await core.app.queries.session.listTokens(operatorOf(core));
      const json = found.map(({ id, name, person, maker, lastFour, scopes, marketplaceId, ...token }) => {
        const { madeAt, expiresAt, lastUsedAt, endedAt } = token;
        return {
          id,
          name,
          person,
          maker,
          lastFour,
          scopes,
          marketplaceId,
          madeAt,
          expiresAt,
          lastUsedAt,
          endedAt,
        };
      });
      if (found.length === 0) return { json, text: 'No program has a token.' };
      const columns = ['For', 'Acts as', 'May', 'Until', 'Last used', 'State', 'Id'].map((title) => ({
        title,
      }));
      const rows = found.map((token) => {
        const { lastUsedAt, expiresAt } = token;
        const used = lastUsedAt ? words.dateAndTime(lastUsedAt, organization.timeZone) : 'never';
        const until = words.date(expiresAt, organization.timeZone);
        const state = stateOfToken(token, now);
        return [token.name, token.person, storeScopes(token).join(' '), until, used, state, token.id];
      });
      return { json, text: tableText(columns, rows) };
    },
  });
}
