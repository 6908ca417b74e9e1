import { describe, expect, it } from 'vitest';
import { loadDiscordSpec } from './discord/discord-spec.ts';
import { findSpec } from './published-specs.ts';
import { loadSlackSpec } from './slack/slack-spec.ts';

describe('what the platforms publish about their APIs', () => {
  it.skipIf(!findSpec('slackMethods'))(
    'is held against every call to the pretended Slack (skipped where it is not at hand)',
    () => {
      expect(loadSlackSpec()?.has('chat.postMessage')).toBe(true);
    },
  );

  it.skipIf(!findSpec('discord'))(
    'is held against every call to the pretended Discord (skipped where it is not at hand)',
    () => {
      const request = { method: 'GET', pathValues: {}, query: new URLSearchParams(), body: undefined };

      expect(loadDiscordSpec()?.faultsOf({ ...request, template: '/gateway' })).toEqual([]);
      expect(loadDiscordSpec()?.faultsOf({ ...request, template: '/no-such-route' })).not.toEqual([]);
    },
  );
});
