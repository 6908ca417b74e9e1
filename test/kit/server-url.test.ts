import { describe, expect, it } from 'vitest';
import { readServerUrl } from '#src/kit/server-url.ts';
import { ConfigError, configFrom } from '#src/config.ts';

const POSTGRES = ['postgres:', 'postgresql:'];

describe("a server's address", () => {
  it.each([
    'postgres://u:p#ss@h/db',
    'postgres://u:12#ss@h/db',
    'postgres://u:#ss@h/db',
    'postgres://u:p/ss@h/db',
    'postgres://u:12/ss@h:5432/db',
    'postgres://u:p?ss@h/db',
    'postgres://u:12?ss@h/db',
    'postgres://u:p@ss#w@h/db',
    'postgres://u:p@ss/w@h/db',
    'postgres://u:p%ffss@h/db',
    'postgres://h/db#comment',
  ])('is not read past a sign that ends it early: %s', (value) => {
    expect(readServerUrl(value, POSTGRES)).toEqual({ ok: false, problem: 'not-encoded' });
  });

  it.each([
    ['postgres://u:p%23ss@h/db', 'p#ss'],
    ['postgres://u:p@ss@h:5432/db', 'p@ss'],
    ['postgres://u:100%@h/db', '100%'],
    ['postgres://u:p%40ss@h/db?options=-c%20a%3Db&user=x@y', 'p@ss'],
  ])('keeps the password of %s', (value, password) => {
    const read = readServerUrl(value, POSTGRES);

    expect(read.ok && decodeURIComponent(new URL(read.url).password)).toBe(password);
  });

  it.each([
    'postgres://h/db?user=a@b',
    'postgres:///db?host=/var/run/postgresql',
    'postgresql://[::1]:5432/db',
  ])('takes %s as it is', (value) => {
    expect(readServerUrl(value, POSTGRES)).toEqual({ ok: true, url: value });
  });

  it.each(['mysql://u:p@h/db', 'postgres:/h', 'h:5432', 'postgres://h:port/db'])('refuses %s', (value) => {
    expect(readServerUrl(value, POSTGRES)).toEqual({ ok: false, problem: 'not-a-url' });
  });
});

describe('a password that was not encoded', () => {
  it.each([
    ['DATABASE_URL', 'postgres://u:s3cr#et@h/db'],
    ['REDIS_URL', 'redis://:s3cr/et@h:6379'],
    ['SMTP_URL', 'smtp://u:s3cr?et@h:587'],
  ])('is explained for %s, and not repeated', (name, value) => {
    function read() {
      return configFrom({ [name]: value, MAIL_FROM: 'gifts@example.com' });
    }

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      `${name} cannot be read: a user or password in it contains # / ? @ or %. Write these as %23`,
    );
    expect(read).not.toThrow(/s3cr/u);
  });
});
