import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { slackManifest } from '#adapters/chat/slack/manifest.ts';
import { findSpec } from '#test/servers/published-specs.ts';

const commands = [
  { name: 'recognize', summary: 'Give a colleague a gift', usage: '@person amount', options: [] },
  { name: 'balance', summary: 'See what you have', usage: '', options: [] },
];

const manifests = findSpec('slackManifests');

describe('the Slack app manifest', () => {
  it.skipIf(!manifests).each(['1.0.0', '2.0.0'])(
    'is what Slack takes by version %s of its schema (skipped where that is not at hand)',
    (version) => {
      const validate = compileSchema(version);

      const answers = [
        slackManifest(commands),
        slackManifest(commands, { url: 'https://gifts.example.com' }),
      ].map((manifest) => (validate(manifest) ? 'valid' : validate.errors));

      expect(answers).toEqual(['valid', 'valid']);
      expect(validate({ ...slackManifest(commands), colour: 'red' })).toBe(false);
    },
  );

  it.each([
    ['https://gifts.example.com', 'https://gifts.example.com/slack/events'],
    ['https://gifts.example.com/', 'https://gifts.example.com/slack/events'],
    ['https://example.com/gifts/bot/', 'https://example.com/gifts/bot/slack/events'],
  ])('has Slack call %s below the path that it has', (url, called) => {
    expect(slackManifest(commands, { url }).settings.interactivity).toMatchObject({ request_url: called });
  });

  it('lists every command, and has Slack escape what is typed so that a mention names somebody', () => {
    const { slash_commands: listed } = slackManifest(commands).features;

    expect(listed).toEqual([
      {
        command: '/recognize',
        description: 'Give a colleague a gift',
        usage_hint: '@person amount',
        should_escape: true,
      },
      { command: '/balance', description: 'See what you have', should_escape: true },
    ]);
  });

  it('lets the bot write direct messages', () => {
    expect(slackManifest(commands).features.app_home.messages_tab_enabled).toBe(true);
  });

  it('uses Socket Mode without an address, and the one webhook with one', () => {
    const socket = slackManifest(commands);
    const http = slackManifest(commands, { url: 'https://gifts.example.com/' });

    expect(socket.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
    expect(JSON.stringify(socket)).not.toContain('http');
    expect(http.settings).toMatchObject({
      socket_mode_enabled: false,
      interactivity: { request_url: 'https://gifts.example.com/slack/events' },
    });
    expect(http.features.slash_commands).toMatchObject([
      { url: 'https://gifts.example.com/slack/events' },
      { url: 'https://gifts.example.com/slack/events' },
    ]);
  });
});

function compileSchema(version: string): ValidateFunction {
  const path = `${manifests}/manifest.schema.${version}.json`;
  return new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(path, 'utf8')) as object,
  );
}
