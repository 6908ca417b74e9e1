import { startSlackServer } from '#test/servers/slack/start-slack-server.ts';
import { slackIdOf } from '../make-company.ts';
import { people } from '../people.ts';
import { drive } from './drive.ts';
import type { SlackInstruction } from './slack-instructions.ts';

/** A process of its own that plays Slack: it types the commands and receives the messages. Its parent gives orders. */
const slack = await startSlackServer({ isChecked: false });
for (const name of [...people.givers, ...people.recipients]) slack.addUser({ name, id: slackIdOf(name) });

process.on('message', (instruction: SlackInstruction) => {
  slack.setAppUrl(instruction.appUrl);
  drive(slack, instruction).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => void slack.stop());

const { apiUrl, botToken, signingSecret } = slack;
process.send?.({ ready: { apiUrl, botToken, signingSecret } });
