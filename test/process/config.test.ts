import { describe, expect, it } from 'vitest';
import { configFrom, readEnv } from '#src/config.ts';

function configOf(env: Record<string, string>) {
  return configFrom(readEnv(env));
}

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const SMTP = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'gifts@example.com' };

describe('the playground, where anyone may be anyone', () => {
  it.each([
    ['is on with nothing configured', {}, true],
    [
      'is off with a database of its own server, which may be a real company’s',
      { DATABASE_URL: 'postgres://h/db' },
      false,
    ],
    ['is off with a mail server: gifts go by mail', SMTP, false],
    ['is off with a chat platform', SLACK, false],
    ['is off where others can reach it', { HOST: '0.0.0.0' }, false],
    ['is off behind a public address', { PUBLIC_URL: 'https://gifts.example.com' }, false],
    ['is off when told so', { LARGESSE_PLAYGROUND: 'off' }, false],
    [
      'is on with a real database and mail server when told so',
      { DATABASE_URL: 'postgres://h/db', ...SMTP, LARGESSE_PLAYGROUND: 'on' },
      true,
    ],
  ])('%s', (_, env, isOn) => {
    expect(configOf(env).hasPlayground).toBe(isOn);
  });

  it.each([
    ['others can reach it', { HOST: '0.0.0.0' }],
    ['it has a public address', { PUBLIC_URL: 'https://gifts.example.com' }],
    ['a chat platform is configured', SLACK],
  ])('cannot be turned on where %s', (_, env) => {
    expect(() => configOf({ ...env, LARGESSE_PLAYGROUND: 'on' })).toThrow('lets anyone be anyone');
  });

  it('is on or off, and nothing else', () => {
    expect(() => configOf({ LARGESSE_PLAYGROUND: 'yes' })).toThrow(
      'LARGESSE_PLAYGROUND is “yes”. It is on or off',
    );
  });
});

describe('settings that people write in more than one way', () => {
  it('take the token of Discord with and without “Bot ” before it', () => {
    const { discord } = configOf({ DISCORD_TOKEN: 'Bot abc.def', DISCORD_APPLICATION_ID: '1' });

    expect(discord?.token).toBe('abc.def');
  });

  it('name what is wrong with other names for commands', () => {
    expect(configOf({ LARGESSE_COMMANDS: 'gift-' }).commandNames).toMatchObject({ help: 'gift-help' });
    expect(() => configOf({ LARGESSE_COMMANDS: 'thanks=kudos' })).toThrow(
      /LARGESSE_COMMANDS names \/thanks/u,
    );
  });
});
