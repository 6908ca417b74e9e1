import type { Command } from 'commander';
import { deviceText } from '#src/chat/cards/device-text.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';

/** `largesse sessions list`: where somebody is signed in. */
export function addSessionsList(program: Command): void {
  addCommand(program, {
    name: 'sessions list',
    summary: 'show on which devices somebody is signed in',
    takes: (command) => command.argument('<who>', 'an email address, employee number, id or full name'),
    json: 'array',
    examples: ['sessions list alice@example.com'],
    async run(core, who: string) {
      const { words, organization } = core;
      const { id: personId, name } = await getPersonCalled(core, who);
      const found = await core.app.queries.session.list(operatorOf(core), personId, core.clock.now());
      const json = found.map((session) => {
        const { id, how, madeAt, lastSeenAt, expiresAt, userAgent, address } = session;
        return { id, how, madeAt, lastSeenAt, expiresAt, userAgent, address };
      });
      if (found.length === 0) return { json, text: `${name} is signed in nowhere.` };
      const columns = ['Device', 'From', 'By', 'Since', 'Last seen', 'Id'].map((title) => ({ title }));
      const rows = found.map(({ id, how, madeAt, lastSeenAt, userAgent, address }) => {
        const times = [madeAt, lastSeenAt].map((at) => words.dateAndTime(at, organization.timeZone));
        return [deviceText(words, userAgent), address, how, ...times, id];
      });
      return { json, text: tableText(columns, rows) };
    },
  });
}
