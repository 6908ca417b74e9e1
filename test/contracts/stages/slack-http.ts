import type { ChatStage } from '../chat-stage.ts';
import { openSlack } from './open-slack.ts';

export const slackHttp: ChatStage = {
  name: 'slack over HTTP',
  platform: 'slack',
  waives: {
    'one message a key': 'Slack cannot be told to take a message once only',
    'one answer a command': 'Slack replaces nothing at the URL of a command (bolt-js issue 2287)',
  },
  open: () => openSlack('http'),
};
