import { textCard } from '../cards/text-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/help`: every command with its use. */
export const help = defineCommand({
  name: 'help',
  summary: 'help.summary',
  options: {},

  async run({ words, commands }) {
    const { say } = words;
    const fields = commands.map((command) => ({
      label: say('help.line', {
        name: words.command(command.name),
        usage: command.usage ? say(command.usage) : '',
      }).trim(),
      value: say(command.summary),
    }));
    return textCard('info', say('help.title'), [say('help.intro'), { kind: 'fields', fields }]);
  },
});
