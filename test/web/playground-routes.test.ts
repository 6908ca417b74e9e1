import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { giftCard, SHOWN_CODE } from '#test/adapters/playground/sample-company.ts';
import { servePlayground } from './web-server.ts';

let web: Awaited<ReturnType<typeof servePlayground>>;

beforeAll(async () => {
  web = await servePlayground();
});

afterAll(() => web.close());

/** A request with any headers, Host too, which `fetch` would not send. */
function ask(path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${web.url}${path}`, { method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function post(what: string, body: unknown): Promise<Response> {
  return fetch(`${web.url}/playground/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Reads the event stream of a person's page until `text` has come by; the whole of it so far. */
async function readEventsUntil(as: string, text: string, act: () => Promise<unknown>): Promise<string> {
  const response = await fetch(`${web.url}/playground/events?as=${as}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = (await reader?.read())?.value ?? '';
  await act();
  while (!seen.includes(text)) {
    const next = await reader?.read();
    if (!next || next.done) throw new Error(`The events of ${as} ended without "${text}".`);
    seen += next.value;
  }
  await reader?.cancel();
  return seen;
}

describe('the playground page', () => {
  it('shows who one is and who else one may be, bots left out', async () => {
    const page = await (await fetch(`${web.url}/playground?as=alice`)).text();

    expect(page).toContain('data-as="alice"');
    expect(page).toContain('HR · People');
    expect(page).not.toContain('data-person="buildbot"');
    expect(page).not.toContain('/recognize @bob 25 for the launch');
    const managers = await (await fetch(`${web.url}/playground?as=bob`)).text();
    expect(managers).toMatch(/\/recognize @\w+ 25 for the launch/u);
  });

  it('loads nothing from anywhere else, and runs nothing that stands in the page', async () => {
    const response = await fetch(`${web.url}/playground`);
    const page = await response.text();

    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('serves the files that it names', async () => {
    for (const name of ['style.css', 'main.js', 'live.js', 'composer.js']) {
      const response = await fetch(`${web.url}/playground/${name}`);

      expect([name, response.status]).toEqual([name, 200]);
      expect(response.headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
    }
  });

  it('keeps words that look like HTML words', async () => {
    const text = '<img src=x onerror=alert(1)> & "quotes"';

    const events = await readEventsUntil('bob', 'onerror', () =>
      post('type', { as: 'alice', text, place: 'channel' }),
    );

    expect(events).toContain('&lt;img src=x onerror=alert(1)&gt; &amp;');
    expect(events).not.toContain('<img');
  });

  it.each([
    ['no JSON', undefined, 400],
    ['no text', { as: 'bob', text: ' ', place: 'channel' }, 400],
    ['a stranger', { as: 'mallory', text: 'hi', place: 'channel' }, 404],
    ['a bot', { as: 'buildbot', text: 'hi', place: 'channel' }, 404],
  ])('refuses %s', async (_, body, status) => {
    expect((await post('type', body)).status).toBe(status);
  });

  it('says when a button is gone', async () => {
    const response = await post('press', { as: 'bob', messageId: 'gone', actionId: 'claim', value: '1' });

    expect([response.status, await response.text()]).toEqual([409, 'That button is gone.']);
  });

  it('tells a fault to the log and not to the page', async () => {
    const broken = await servePlayground({ onCommand: () => Promise.reject(new Error('pepper lost')) });

    const response = await fetch(`${broken.url}/playground/type`, {
      method: 'POST',
      body: JSON.stringify({ as: 'bob', text: '/balance', place: 'channel' }),
    });
    const text = await response.text();
    await broken.close();

    expect(response.status).toBe(500);
    expect(text).not.toContain('pepper');
    expect(broken.log.lines).toMatchObject([{ fields: { path: '/playground/type' } }]);
  });
});

describe('the playground against foreign pages', () => {
  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.7',
    '[::2]',
  ])('refuses the host name %j', async (host) => {
    for (const path of ['/playground', '/playground/events?as=bob', '/']) {
      expect(await ask(path, { headers: { host } })).toBe(403);
    }
  });

  it.each(['localhost:3000', '127.0.0.1', '[::1]:3000', 'LOCALHOST'])('answers under %s', async (host) => {
    expect(await ask('/playground', { headers: { host } })).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:1', 'https://localhost'])(
    'takes nothing that is posted from %s',
    async (origin) => {
      const body = JSON.stringify({ as: 'bob', text: 'from elsewhere', place: 'channel' });

      expect(await ask('/playground/type', { method: 'POST', headers: { origin }, body })).toBe(403);

      const { channel } = await web.platform.room.view('bob');
      expect(JSON.stringify(channel)).not.toContain('from elsewhere');
    },
  );

  it('takes what its own page posts', async () => {
    const body = JSON.stringify({ as: 'bob', text: 'from here', place: 'channel' });

    expect(await ask('/playground/type', { method: 'POST', headers: { origin: web.url }, body })).toBe(204);
  });
});

describe('the events of the playground', () => {
  it('bring a code to its owner, and to a colleague only that there is something new', async () => {
    const alice = { platform: 'playground', workspaceId: 'playground', userId: 'alice' };
    function send() {
      return web.platform.sendDirectMessage(alice, { card: giftCard(), key: 'gift-1' });
    }

    const forBob = await readEventsUntil('bob', 'event: unread\ndata: alice', send);
    const forAlice = await readEventsUntil('alice', SHOWN_CODE, async () => undefined);

    expect(forBob).not.toContain(SHOWN_CODE);
    expect(forAlice).toContain(SHOWN_CODE);
  });

  it('bring a mail to whom it is addressed, once under its Message-ID', async () => {
    const mail = {
      from: 'Largesse <gifts@largesse.example>',
      to: '"Helen Roy" <Helen@Example.com>',
      subject: 'A gift for you',
      html: '<p>Hello</p>',
      text: 'Hello',
      at: new Date(),
      messageId: '<gift-1/a@largesse>',
    };
    web.mailbox.put(mail);

    const events = await readEventsUntil('helen', 'A gift for you', async () => web.mailbox.put(mail));

    const [first] = /data: (\{.*)/.exec(events)?.slice(1) ?? [];
    expect(JSON.parse(first ?? '{}')).toMatchObject({ mail: [{ id: '<gift-1/a@largesse>' }] });
    const path = `/playground/mails/${encodeURIComponent('<gift-1/a@largesse>')}`;
    const framed = await fetch(web.url + path);
    expect(await framed.text()).toBe('<p>Hello</p>');
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
  });

  it('are refused to a stranger', async () => {
    expect(await ask('/playground/events?as=mallory')).toBe(404);
  });

  it('stop listening when the page goes', async () => {
    const quiet = await servePlayground();
    const page = await fetch(`${quiet.url}/playground/events?as=bob`);
    const reader = page.body?.getReader();
    await reader?.read();
    const whileOpen = quiet.listening();

    await reader?.cancel();

    expect(whileOpen).toBe(1);
    await eventually(() => expect(quiet.listening()).toBe(0));
    await quiet.close();
  });
});
