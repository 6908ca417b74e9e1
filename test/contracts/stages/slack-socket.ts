import type { ChatStage } from '../chat-stage.ts';
import { openSlack } from './open-slack.ts';

export const slackSocket: ChatStage = {
  name: 'slack over Socket Mode',
  platform: 'slack',
  waives: { 'one message a key': 'Slack cannot be told to take a message once only' },
  open: () => openSlack('socket'),
};
