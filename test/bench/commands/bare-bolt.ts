import { App } from '@slack/bolt';

/** The least that a Slack app can do: Bolt, and a command that is acknowledged at once. */
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});

app.command('/recognize', async ({ ack }) => {
  await ack('Got it');
});

const server = await app.start(0);
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('Bolt listens nowhere');
process.stdout.write(`http://127.0.0.1:${address.port}\n`);
process.once('SIGTERM', () => process.exit(0));
