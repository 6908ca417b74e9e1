import { connect } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { serveWeb } from '#src/web/serve-web.ts';
import { openSite, PUBLIC_URL, visit } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HOSTILE = '<img src=x onerror=alert(1)>"\'';

describe('a form from elsewhere', () => {
  it.each<[string, Record<string, string>]>([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a neighbour of ours', { origin: 'https://other.example.com', 'sec-fetch-site': 'same-site' }],
    ['our own name without encryption', { origin: 'http://gifts.example.com' }],
    ['nowhere', { origin: 'null' }],
    ['a program that says nothing', { origin: '' }],
  ])('that comes from %s moves nothing', async (_, headers) => {
    const site = await openSite(database.db);
    const alice = await site.signIn('alice');
    const { gifts } = await site.company.give('morgan', 'alice', '5');

    const { status, text } = await alice.post(`/wallet/gifts/${gifts[0]?.giftId}/redeem`, {}, headers);

    expect(status).toBe(403);
    expect(text).toContain('This form was not sent from our own page');
    expect((await alice.get('/wallet')).text).toContain('Waiting for you');
  });

  it.each(['application/json', 'text/plain', 'application/xml', '', 'application/x-www-form-urlencoded-not'])(
    'of the type %j is not taken',
    async (type) => {
      const site = await openSite(database.db);
      const alice = await site.signIn('alice');

      const { status } = await alice.send('/redeem', {
        method: 'POST',
        body: new Blob(['codes=ABCD-EFGH-JKMN-PQRS']),
        headers: { origin: PUBLIC_URL, 'content-type': type },
      });

      expect(status).toBe(415);
    },
  );

  it('is not taken for its own by a page behind a proxy with another name', async () => {
    const site = await openSite(database.db);
    const alice = await site.signIn('alice');

    const { status } = await alice.send('/devices/end-all', {
      method: 'POST',
      body: new URLSearchParams(),
      headers: { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
    });

    expect(status).toBe(403);
  });
});

describe('what people wrote', () => {
  it('does nothing on a page, whatever it is', async () => {
    const site = await openSite(database.db);
    await site.core.app.people.import(site.company.organization, [
      { ...personRow('Morgan Reyes', 'Engineering', 'manager'), name: HOSTILE },
    ]);
    const { gifts } = await site.company.give('morgan', 'alice', '5', {
      message: `${HOSTILE} javascript:alert(1)\r\nSet-Cookie: a=b`,
    });
    const alice = await site.signIn('alice');
    const giftId = gifts[0]?.giftId;

    const waiting = await alice.get('/wallet');
    await alice.post(`/wallet/gifts/${giftId}/redeem`);
    const pages = [
      waiting,
      await alice.get('/wallet'),
      await alice.get(`/wallet/gifts/${giftId}/thanks`),
      await alice.get('/wallet/statement'),
    ];

    for (const { text, headers } of pages) {
      expect(text).toContain('&lt;img src=x');
      expect(text).not.toContain('<img');
      expect(text).not.toMatch(/href="javascript/iu);
      expect(headers.get('set-cookie')).toBeNull();
    }
    const csv = await alice.get('/wallet/activity.csv');
    expect(csv.text).toContain('"<img src=x');
  });

  it('runs in no spreadsheet', async () => {
    const site = await openSite(database.db);
    const { gifts } = await site.company.give('morgan', 'alice', '5', {
      message: '=HYPERLINK("https://evil.example")',
    });
    const alice = await site.signIn('alice');
    await alice.post(`/wallet/gifts/${gifts[0]?.giftId}/redeem`);

    expect((await alice.get('/wallet/activity.csv')).text).toContain(`"'=HYPERLINK`);
  });

  it('is shown as text where a browser calls itself so', async () => {
    const site = await openSite(database.db);
    const alice = site.visit();
    const made = await site.core.app.session.makeChatLink(await site.person('alice'));
    await alice.post(new URL(made.ok ? made.value.url : '').pathname, {}, { 'user-agent': HOSTILE });

    expect((await alice.get('/devices')).text).not.toContain('<img');
  });

  it.each([
    '/sign-in?back="><script>alert(1)</script>',
    '/sign-in?said=constructor',
    '/wallet?said=__proto__',
    '/%3Cscript%3E',
  ])('does nothing in the address %s', async (path) => {
    const site = await openSite(database.db);

    expect((await site.visit().get(path)).text).not.toContain('<script>alert');
  });
});

describe('every page', () => {
  it.each(['/', '/sign-in', '/wallet', '/devices', '/redeem', '/nothing-here'])(
    '%s stands in no frame of another, and runs no script or style of its own',
    async (path) => {
      const site = await openSite(database.db);
      const alice = await site.signIn('alice');

      const { headers, text } = await alice.get(path);

      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/iu);
      expect(Buffer.byteLength(text)).toBeLessThan(60_000);
    },
  );

  it('that says what somebody has is kept by nobody', async () => {
    const site = await openSite(database.db);
    const alice = await site.signIn('alice');

    for (const path of ['/wallet', '/devices', '/redeem', '/wallet/statement', '/wallet/activity.csv'])
      expect([path, (await alice.get(path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
  });

  it('weighs less than 60 KB with its style', async () => {
    const site = await openSite(database.db);
    const { text } = await site.visit().get('/style.css');

    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
  });
});

/** The pages on a real socket, with short times to wait. */
const HURRIED = { headersMs: 300, requestMs: 600 };

async function onSocket(limits?: typeof HURRIED) {
  const site = await openSite(database.db, { publicUrl: undefined });
  const served = await serveWeb({
    app: site.web,
    webhooks: [],
    host: '127.0.0.1',
    port: 0,
    ...(limits && { limits }),
  });
  onTestFinished(() => served.close());
  return { site, port: served.port, url: `http://127.0.0.1:${served.port}` };
}

/** What a server answers to these lines, before it hangs up. */
function talk(port: number, lines: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(lines));
    let heard = '';
    socket.on('data', (data) => {
      heard += data.toString();
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
  });
}

describe('the code of a gift', () => {
  it('is shown to its owner after a press, which is on record and shown to them', async () => {
    const site = await openSite(database.db);
    const { gifts } = await site.company.give('morgan', 'alice', '5');
    const path = `/wallet/gifts/${gifts[0]?.giftId}/code`;
    const alice = await site.signIn('alice');

    const before = await alice.get('/wallet');
    const shown = await alice.post(path);
    const after = await alice.get('/wallet');

    expect((await alice.get(path)).status).toBe(404);
    expect(before.text).not.toContain('The code was last shown to you');
    expect(shown.text).toMatch(/<code class="gift-code">(?:\w{4}-){3}\w{4}<\/code>/u);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(after.text).toContain('The code was last shown to you on November 16, 2026');
    expect((await (await site.signIn('morgan')).post(path)).status).toBe(404);
  });
});

describe('a large or slow request', () => {
  function headTo(port: number): string {
    return `POST /sign-in/mail HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
  }

  it.each(['with its length', 'in chunks'])('of 10 MB, sent %s, is refused', async (how) => {
    const { url } = await onSocket();
    const body = Buffer.alloc(10_000_000, 'a');

    const response = await fetch(`${url}/sign-in/mail`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
      body: how === 'in chunks' ? new Blob([body]).stream() : body,
      duplex: 'half',
    } as RequestInit).catch(() => undefined);

    expect(response?.status ?? 413).toBe(413);
  });

  it('whose head takes too long is cut off', async () => {
    const { port } = await onSocket(HURRIED);

    expect(await talk(port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toContain('408 Request Timeout');
  });

  it('whose body takes too long is cut off', async () => {
    const { port } = await onSocket(HURRIED);

    const answer = await talk(port, `${headTo(port)}Content-Length: 1000\r\n\r\nemail=`);

    expect(answer === '' || answer.includes('408')).toBe(true);
  });
});

describe('a fault', () => {
  it('is told with a number that the log has too', async () => {
    const site = await openSite(database.db);
    const alice = await site.signIn('alice');
    Object.assign(site.site.organization, { timeZone: 'Nowhere/At-all' });
    const { status, text } = await alice.get('/devices');

    const faultId = /<code>([0-9a-f-]{36})<\/code>/u.exec(text)?.[1];
    expect([status, faultId !== undefined]).toEqual([500, true]);
    expect(site.core.log.lines.find(({ message }) => message === 'Request failed')?.fields).toMatchObject({
      faultId,
    });
    expect(text).not.toContain('At-all');
  });

  it('of an unknown address is a page that leads on', async () => {
    const site = await openSite(database.db);
    const { status, text } = await visit(site.web).get('/nothing-here');

    expect(status).toBe(404);
    expect(text).toContain('There is nothing here');
  });
});
