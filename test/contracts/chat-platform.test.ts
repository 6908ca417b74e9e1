import { expect, it } from 'vitest';
import { chatPlatforms } from '#adapters/registry.ts';
import { describeChatPlatform } from './chat-platform.ts';
import type { ChatStage } from './chat-stage.ts';
import { discord } from './stages/discord.ts';
import { playground } from './stages/playground.ts';
import { slackHttp } from './stages/slack-http.ts';
import { slackSocket } from './stages/slack-socket.ts';

const stages: ChatStage[] = [slackHttp, slackSocket, discord, playground];

it('has a stage for every chat platform that is registered', () => {
  const staged = new Set(stages.map(({ platform }) => platform));

  expect([...staged].toSorted()).toEqual(Object.keys(chatPlatforms).toSorted());
});

for (const stage of stages) describeChatPlatform(stage);
