import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '#adapters/mail/smtp/mailer.ts';
import { codeFromBytes, formatCode } from '#src/domain/gift/code-format.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Card } from '#src/ports/message.ts';
import {
  type SmtpOrder,
  type SmtpServer,
  type SmtpServerOptions,
  startSmtpServer,
} from '#test/servers/smtp.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const code = codeFromBytes(Uint8Array.from({ length: 15 }, (_, index) => index * 7));
const from = 'Gifts <gifts@example.com>';
const alice = { name: 'Alice Adams', email: 'alice@example.com' };
const card: Card = {
  tone: 'success',
  title: 'Bob gave you $25.00',
  summary: 'A gift from Bob for the launch',
  blocks: [
    { kind: 'quote', text: 'Thank you for the launch' },
    { kind: 'code', code },
  ],
  actions: [{ id: 'claim', label: 'Show my code', value: '1', style: 'primary' }],
};
const message = { card, key: 'gift-1-mail' };

const logged: object[] = [];
const log = { ...silentLog, warn: (fields: object) => void logged.push(fields) };

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.stop()));
  logged.length = 0;
});

async function serve(options?: SmtpServerOptions): Promise<SmtpServer> {
  const server = await startSmtpServer(options);
  opened.push(server);
  return server;
}

function mailerFor(url: string, sender = from): Mailer {
  const mailer = createSmtpMailer({ url, from: sender }, { log });
  opened.unshift(mailer);
  return mailer;
}

describe('mailing a gift', () => {
  it('sends the code in both parts, under the subject of the card', async () => {
    const server = await serve();

    const outcome = await mailerFor(server.url).send(alice, message);

    const [mail] = server.mails;
    expect(outcome).toEqual({ status: 'sent', messageId: '<gift-1-mail@example.com>' });
    expect(mail?.envelope).toEqual({ from: 'gifts@example.com', to: ['alice@example.com'] });
    expect(mail?.subject).toBe('Bob gave you $25.00');
    expect(mail?.from?.text).toBe('"Gifts" <gifts@example.com>');
    expect(mail?.text).toContain(formatCode(code));
    expect(mail?.html).toContain(`>${formatCode(code)}<`);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.headers.has('x-mailer')).toBe(false);
  });

  it('names the mail after the delivery, so that a second sending is the same mail', async () => {
    const server = await serve();
    const mailer = mailerFor(server.url);

    await mailer.send(alice, message);
    await mailer.send(alice, message);
    await mailer.send(alice, { card, key: 'gift 2:(mail)>\r\nBcc: mallory@example.com' });

    const [first, second, odd] = server.mails.map(({ messageId }) => messageId);
    expect(first).toBe('<gift-1-mail@example.com>');
    expect(second).toBe(first);
    expect(odd).toBe('<gift%202%3A%28mail%29%3E%0D%0ABcc%3A%20mallory%40example.com@example.com>');
    expect(server.mails.every(({ headers }) => !headers.has('bcc'))).toBe(true);
  });

  it('lets nobody smuggle headers, recipients or markup in by a name or a message', async () => {
    const server = await serve();
    const evil =
      '</td><img src=x onerror=alert(1)>\r\nBcc: mallory@example.com\r\n\r\n.\r\nMAIL FROM:<x@example.com>';
    const outcome = await mailerFor(server.url).send(
      { name: `${evil}, "Mallory" <mallory@example.com>`, email: 'alice@example.com' },
      {
        key: 'gift-3',
        card: {
          tone: 'info',
          title: evil,
          summary: evil,
          actions: [],
          blocks: [
            {
              kind: 'text',
              text: `${evil}<mj-include path="/etc/passwd" /><mj-raw>{{ x }}</mj-raw><!-- ]]>`,
            },
            { kind: 'quote', text: evil },
            { kind: 'fields', fields: [{ label: evil, value: evil }] },
            { kind: 'bar', share: Number.NaN, label: evil },
          ],
        },
      },
    );

    expect(outcome.status).toBe('sent');
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail?.envelope.to).toEqual(['alice@example.com']);
    expect([mail?.to].flat().flatMap((to) => to?.value.map(({ address }) => address))).toEqual([
      'alice@example.com',
    ]);
    expect([mail?.to].flat().flatMap((to) => to?.text.split('\n'))).toHaveLength(1);
    expect([...(mail?.headers.keys() ?? [])]).not.toContain('bcc');
    expect(mail?.html).not.toMatch(/<img|<mj-|<script/);
    expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(mail?.html).toContain('&lt;mj-include path=&quot;/etc/passwd&quot; /&gt;');
    expect(mail?.text).toContain('<img src=x onerror=alert(1)>');
  });

  it('writes in any script, to any domain', async () => {
    const server = await serve();

    const outcome = await mailerFor(server.url, 'Geschenke <gaben@bücher.example>').send(
      { name: 'Ålice 林', email: 'alice@bücher.example' },
      { key: 'gift-4', card: { ...card, title: 'ボブさんから ¥2,500 🎁' } },
    );

    expect(outcome).toEqual({ status: 'sent', messageId: '<gift-4@xn--bcher-kva.example>' });
    expect(server.mails[0]?.subject).toBe('ボブさんから ¥2,500 🎁');
    expect(server.mails[0]?.raw).toContain('<alice@xn--bcher-kva.example>');
  });

  it('sends many at once over a few connections', async () => {
    const server = await serve();
    const mailer = mailerFor(server.url);

    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => mailer.send(alice, { card, key: `gift-${index}` })),
    );

    expect(outcomes.every(({ status }) => status === 'sent')).toBe(true);
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(40);
  });

  it('does not mind that the server closed an idle connection', async () => {
    const server = await serve();
    const mailer = mailerFor(server.url);
    await mailer.send(alice, message);

    server.dropConnections();
    const outcome = await mailer.send(alice, { card, key: 'gift-2' });

    expect(outcome.status).toBe('sent');
    expect(server.mails).toHaveLength(2);
  });

  it('logs in when the URL holds a login', async () => {
    const login = { user: 'bot@example.com', password: 'p@ss:/word' };
    const server = await serve({ login });

    expect((await mailerFor(server.url).send(alice, message)).status).toBe('sent');
  });
});

describe('what comes of a mail that is not sent', () => {
  it.each<[SmtpOrder, object]>([
    ['refuse-connection', { status: 'later', retryAfterMs: 30_000, reason: expect.stringContaining('421') }],
    [
      'defer-recipient',
      { status: 'later', retryAfterMs: 30_000, reason: expect.stringContaining('Greylisted') },
    ],
    [
      'defer-mail',
      { status: 'later', retryAfterMs: 30_000, reason: expect.stringContaining('Out of storage') },
    ],
    [
      'drop-before-mail',
      { status: 'later', retryAfterMs: 30_000, reason: expect.stringContaining('closed') },
    ],
    ['refuse-recipient', { status: 'failed', reason: expect.stringContaining('User unknown') }],
    ['refuse-mail', { status: 'failed', reason: expect.stringContaining('Looks like spam') }],
    ['refuse-sender', { status: 'failed', reason: expect.stringContaining('MAIL_FROM') }],
  ])('%s', async (order, outcome) => {
    const server = await serve();
    server.obey(order);

    expect(await mailerFor(server.url).send(alice, message)).toEqual(outcome);
    expect(server.mails).toHaveLength(0);
  });

  it('is unknown when the connection broke after the whole mail was handed over', async () => {
    const server = await serve();
    server.obey('drop-after-mail');

    const outcome = await mailerFor(server.url).send(alice, message);

    expect(outcome).toEqual({ status: 'unknown', reason: expect.stringContaining('closed') });
    expect(server.mails).toHaveLength(1);
  });

  it('is unknown on a connection that carried mails before, too', async () => {
    const server = await serve();
    const mailer = mailerFor(server.url);
    await mailer.send(alice, message);
    server.obey('drop-after-mail');

    expect((await mailer.send(alice, { card, key: 'gift-2' })).status).toBe('unknown');
    expect(server.mails).toHaveLength(2);
  });

  it('is unknown when the server does not answer in time', async () => {
    const server = await serve();
    server.obey('slow');

    const outcome = await mailerFor(`${server.url}?socketTimeout=300`).send(alice, message);

    expect(outcome).toEqual({ status: 'unknown', reason: expect.stringContaining('Timeout') });
  });

  it('may succeed later when nobody listens', async () => {
    const server = await startSmtpServer();
    await server.stop();

    const outcome = await mailerFor(server.url).send(alice, message);

    expect(outcome).toEqual({
      status: 'later',
      retryAfterMs: 30_000,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('says what to do about a refused login, but waits out a broken login service', async () => {
    const server = await serve({ login: { user: 'bot', password: 'secret-password' } });

    server.obey('refuse-login');
    const refused = await mailerFor(server.url).send(alice, message);
    server.obey('defer-login');
    const deferred = await mailerFor(server.url).send(alice, message);
    const anonymous = await mailerFor(`smtp://127.0.0.1:${server.port}`).send(alice, message);

    expect(refused).toEqual({
      status: 'failed',
      reason: expect.stringMatching(/535.*user and password in SMTP_URL/),
    });
    expect(deferred.status).toBe('later');
    expect(anonymous).toEqual({
      status: 'failed',
      reason: expect.stringMatching(/530.*user and password in SMTP_URL/),
    });
    expect(JSON.stringify([refused, deferred, anonymous, logged])).not.toContain('secret-password');
  });

  it('fails when encryption cannot be trusted, unless the URL allows it', async () => {
    const server = await serve({ isSecure: true });

    const untrusted = await mailerFor(server.url).send(alice, message);
    const plain = await mailerFor(`${server.url.replace('smtps', 'smtp')}?greetingTimeout=300`).send(
      alice,
      message,
    );
    const allowed = await mailerFor(`${server.url}?tls.rejectUnauthorized=false`).send(alice, message);

    expect(untrusted).toEqual({ status: 'failed', reason: expect.stringContaining('smtps://') });
    expect(plain.status).toBe('later');
    expect(allowed.status).toBe('sent');
  });

  it('never sends in clear where the URL asks for TLS', async () => {
    const server = await serve();

    const outcome = await mailerFor(`${server.url}?requireTLS=true`).send(alice, message);

    expect(outcome).toEqual({ status: 'failed', reason: expect.stringContaining('STARTTLS') });
    expect(server.mails).toHaveLength(0);
  });

  it.each([
    '',
    'alice',
    'alice@',
    'alice@example.com, mallory@example.com',
    'alice@example.com>\r\nRCPT TO:<mallory@example.com',
  ])('fails for the address %j without asking the server', async (email) => {
    const server = await serve();

    const outcome = await mailerFor(server.url).send({ name: 'Alice', email }, message);

    expect(outcome).toEqual({ status: 'failed', reason: 'The recipient has no valid mail address' });
    expect(server.mails).toHaveLength(0);
  });

  it('is logged by the delivery, without its code', async () => {
    const server = await serve();
    server.obey('refuse-recipient');

    await mailerFor(server.url).send(alice, message);

    expect(logged).toEqual([expect.objectContaining({ key: 'gift-1-mail', status: 'failed' })]);
    expect(JSON.stringify(logged)).not.toContain(code.reveal());
    expect(JSON.stringify(logged)).not.toContain(formatCode(code));
  });
});

describe('stopping the mailer', () => {
  it('lets the mails on their way arrive', async () => {
    const server = await serve();
    const mailer = mailerFor(server.url);
    await mailer.send(alice, message);
    server.obey('slow');

    const sending = mailer.send(alice, { card, key: 'gift-2' });
    await delay(300);
    await mailer.stop();

    expect((await sending).status).toBe('sent');
    expect((await mailer.send(alice, message)).status).toBe('later');
  });
});

describe('checking the mail settings', () => {
  it('finds nothing wrong with a server that takes the login and a sender that is an address', async () => {
    const server = await serve({ login: { user: 'bot', password: 'secret' } });

    const findings = await mailerFor(server.url).check();

    expect(findings.map(({ level }) => level)).toEqual(['ok', 'ok']);
    expect(findings[0]).toMatchObject({
      subject: `Mail server 127.0.0.1:${server.port}`,
      message: expect.stringContaining('login'),
    });
  });

  it('says what to do when the server is away, refuses the login, or the sender is no address', async () => {
    const server = await serve({ login: { user: 'bot', password: 'secret' } });
    server.obey('refuse-login');
    const [refused] = await mailerFor(server.url).check();
    await server.stop();
    const [away, sender] = await mailerFor(server.url, 'gifts at example.com').check();

    expect(refused).toMatchObject({
      level: 'problem',
      message: expect.stringContaining('535'),
      fix: expect.stringContaining('SMTP_URL'),
    });
    expect(away).toMatchObject({ level: 'problem', message: expect.stringContaining('ECONNREFUSED') });
    expect(sender).toMatchObject({ level: 'problem', fix: expect.stringContaining('MAIL_FROM') });
  });

  it.each(['', 'mail.example.com', 'https://mail.example.com', 'smtp://'])(
    'refuses %j as a server',
    (url) => {
      expect(() => createSmtpMailer({ url, from }, { log })).toThrow(/SMTP_URL must look like/);
    },
  );
});
