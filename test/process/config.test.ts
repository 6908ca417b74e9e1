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
    ['is off with one whose settings are incomplete', { DISCORD_TOKEN: 'x' }, false],
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

describe('a chat platform whose settings are wrong', () => {
  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'slack', 'SLACK_APP_TOKEN (xapp-…, Socket Mode) or SLACK_SIGNING_SECRET'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'slack', 'SLACK_BOT_TOKEN is missing'],
    [{ ...SLACK, SLACK_API_URL: 'slack' }, 'slack', 'SLACK_API_URL is not a URL'],
    [{ DISCORD_TOKEN: 'x' }, 'discord', 'DISCORD_APPLICATION_ID is missing'],
    [{ DISCORD_APPLICATION_ID: '1' }, 'discord', 'DISCORD_TOKEN is missing'],
    [{ DISCORD_GUILD_ID: '80351110224678912' }, 'discord', 'DISCORD_TOKEN is missing'],
    [{ DISCORD_TOKEN: 'x', DISCORD_APPLICATION_ID: '1', DISCORD_GUILD_ID: 'a' }, 'discord', 'has “a”'],
  ])('is left out, and stops nothing else: %j', (env, platform, why) => {
    const other = platform === 'slack' ? { DISCORD_TOKEN: 'x', DISCORD_APPLICATION_ID: '1' } : SLACK;

    const config = configOf({ ...other, ...env });

    const left = { platform, error: expect.objectContaining({ message: expect.stringContaining(why) }) };
    expect(config.misconfigured).toEqual([left]);
    expect(Object.hasOwn(config, platform)).toBe(false);
    expect(Object.hasOwn(config, platform === 'slack' ? 'discord' : 'slack')).toBe(true);
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

describe('the places that keep the head of the books', () => {
  it('are as many as the setting names', () => {
    const { headPlaces } = configOf({
      AUDIT_HEAD_TO:
        'file:/srv/heads.txt, mail:audit@example.com slack:C0123456789 https://audit.example.com/heads?a=b',
    });

    expect(headPlaces.map(({ kind, address }) => [kind, address])).toEqual([
      ['file', '/srv/heads.txt'],
      ['mail', 'audit@example.com'],
      ['channel', 'slack:C0123456789'],
      ['hook', 'https://audit.example.com/heads?a=b'],
    ]);
    expect(headPlaces.at(-1)?.place).toBe('https://audit.example.com/heads');
  });

  it('are reached in the open on this machine alone', () => {
    const { headPlaces } = configOf({ AUDIT_HEAD_TO: 'http://127.0.0.1:9000/heads http://localhost/heads' });

    expect(headPlaces.map(({ kind }) => kind)).toEqual(['hook', 'hook']);
    expect(() => configOf({ AUDIT_HEAD_TO: 'http://audit.example.com/heads?token=abc' })).toThrow(
      'AUDIT_HEAD_TO has “http://audit.example.com/heads”, to which the head would travel open to be read and changed. Write https://, or an address on this machine',
    );
  });

  it.each(['/srv/heads.txt', 'mail:nobody', 'ftp://example.com', 'teams:1', 'file:'])(
    'are refused with words: %s',
    (place) => {
      expect(() => configOf({ AUDIT_HEAD_TO: place })).toThrow(
        `AUDIT_HEAD_TO has “${place}”. Write file:/path`,
      );
    },
  );
});

describe('the database of two roles', () => {
  const DATABASE_URL = 'postgres://app:one@db/largesse';
  const MIGRATION_DATABASE_URL = 'postgres://owner:two@db/largesse';

  it('is known by two addresses', () => {
    expect(configOf({ DATABASE_URL, MIGRATION_DATABASE_URL }).database).toEqual({
      kind: 'server',
      url: DATABASE_URL,
      ownerUrl: MIGRATION_DATABASE_URL,
    });
  });

  it('is refused in words without the one that Largesse works as', () => {
    expect(() => configOf({ MIGRATION_DATABASE_URL })).toThrow(
      'MIGRATION_DATABASE_URL is set, but DATABASE_URL is missing',
    );
    expect(() => configOf({ DATABASE_URL, MIGRATION_DATABASE_URL: 'mysql://db' })).toThrow(
      'MIGRATION_DATABASE_URL is not a URL that begins with postgres:// or postgresql://',
    );
  });
});

describe('the shops of gift cards and the payments by card', () => {
  const AMAZON = {
    AMAZON_INCENTIVES_PARTNER_ID: 'Acme1',
    AMAZON_INCENTIVES_ACCESS_KEY: 'AKIDEXAMPLE',
    AMAZON_INCENTIVES_SECRET_KEY: 'secret',
    AMAZON_INCENTIVES_COUNTRY: 'de',
  };

  it('are off when nothing is set', () => {
    const { amazonIncentives, tremendous, stripe } = configOf({});

    expect([amazonIncentives, tremendous, stripe]).toEqual([undefined, undefined, undefined]);
  });

  it('are on with their keys', () => {
    const { amazonIncentives, tremendous, stripe } = configOf({
      ...AMAZON,
      TREMENDOUS_API_KEY: 'TEST_1',
      TREMENDOUS_API_URL: 'https://testflight.tremendous.com/api/v2/',
      STRIPE_SECRET_KEY: 'sk_test_1',
    });

    expect(amazonIncentives).toMatchObject({ partnerId: 'Acme1', country: 'DE' });
    expect(tremendous).toEqual({
      apiKey: 'TEST_1',
      fundingSourceId: 'balance',
      apiUrl: 'https://testflight.tremendous.com/api/v2',
    });
    expect(stripe).toEqual({ secretKey: 'sk_test_1' });
  });

  it.each([
    [{ AMAZON_INCENTIVES_PARTNER_ID: 'Acme1' }, 'need all four of'],
    [{ ...AMAZON, AMAZON_INCENTIVES_PARTNER_ID: 'Acme' }, 'five letters or digits'],
    [{ TREMENDOUS_WEBHOOK_KEY: 'key' }, 'TREMENDOUS_API_KEY is missing'],
    [{ STRIPE_SECRET_KEY: 'pk_live_1' }, 'publishable key'],
    [{ STRIPE_SECRET_KEY: 'sk_1', STRIPE_API_URL: 'http://10.0.0.1' }, 'STRIPE_API_URL is not encrypted'],
  ])('are refused with %j, which says why', (env, message) => {
    expect(() => configOf(env)).toThrow(message);
  });

  it('name no key when one is refused', () => {
    expect(() => configOf({ STRIPE_SECRET_KEY: 'not-a-key-1234' })).toThrow(/^(?!.*1234)/u);
  });
});
