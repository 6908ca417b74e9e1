import { App } from '@slack/bolt';

/**
 * The least that a Slack app can do: Bolt, a command that is acknowledged at once, and, where `SENDS` is set, a message to
 * the person who was named, by the same SDK. No ledger, no queue, no answer.
 */
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});

app.command('/recognize', async ({ ack, client, command }) => {
  await ack('Got it');
  const userId = /<@([A-Z0-9]+)/.exec(command.text)?.[1];
  if (process.env['SENDS'] && userId) {
    await client.chat.postMessage({ channel: userId, text: `For you: ${command.text}` });
  }
});

const server = await app.start(0);
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('Bolt listens nowhere');
process.stdout.write(`http://127.0.0.1:${address.port}\n`);
process.once('SIGTERM', () => process.exit(0));
