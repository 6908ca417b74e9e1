import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MailboxServer, startMailbox } from '#adapters/mail/smtp/mailbox.ts';
import { createSmtpMailer } from '#adapters/mail/smtp/mailer.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import { openMailboxFolder } from '#src/process/mailbox-folder.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const CODE = 'ABCD2345EFGH6789';
const keys = createKeyRing([newKey()]);
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'largesse-mails-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function open(ring = keys): Promise<MailboxServer> {
  return startMailbox({
    keeper: await openMailboxFolder(join(dir, 'mailbox'), { keys: ring, log: silentLog }),
  });
}

async function send(mailbox: MailboxServer, key: string): Promise<void> {
  const mailer = createSmtpMailer({ url: mailbox.url, from: 'gifts@example.com' }, { log: silentLog });
  const blocks = [{ kind: 'code' as const, code: new SecretCode(CODE) }];
  const card = { tone: 'info' as const, title: key, summary: key, blocks, actions: [] };
  const sent = await mailer.send({ name: 'Alice', email: 'alice@example.com' }, { card, key });
  expect(sent.status).toBe('sent');
  await mailer.stop();
}

it('shows the mails of before after a restart, in order, and takes each once', async () => {
  const before = await open();
  for (const key of ['first', 'second']) await send(before, key);
  await before.stop();

  const after = await open();
  for (const key of ['second', 'third']) await send(after, key);
  await after.stop();

  expect(after.mails().slice(0, 2)).toEqual(before.mails());
  expect(after.mails().map(({ subject }) => subject)).toEqual(['first', 'second', 'third']);
});

it('keeps no code in clear, and nothing that others on the machine can read', async () => {
  const mailbox = await open();
  await send(mailbox, 'gift');
  await mailbox.stop();

  const folder = join(dir, 'mailbox');
  const [name = ''] = await readdir(folder);
  expect(mailbox.mails()[0]?.text.replaceAll('-', '')).toContain(CODE);
  const bytes = await readFile(join(folder, name), 'latin1');
  expect(bytes).not.toMatch(/ABCD|alice/u);
  expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  expect((await stat(folder)).mode & 0o077).toBe(0);
});

it('leaves out what it cannot open, and is empty with other keys', async () => {
  const mailbox = await open();
  await send(mailbox, 'gift');
  await mailbox.stop();
  await writeFile(join(dir, 'mailbox', '2026-11-16T10-00-00-000Z-0123456789abcdef'), 'nonsense');

  const same = await open();
  const other = await open(createKeyRing([newKey()]));
  await Promise.all([same.stop(), other.stop()]);

  expect(same.mails().map(({ subject }) => subject)).toEqual(['gift']);
  expect(other.mails()).toEqual([]);
});

it('keeps the last 500 files', async () => {
  const folder = join(dir, 'mailbox');
  const mailbox = await open();
  await mailbox.stop();
  for (let number = 0; number < 503; number += 1) {
    const at = new Date(Date.UTC(2026, 10, 16, 10, 0, number)).toISOString().replaceAll(/[:.]/gu, '-');
    await writeFile(join(folder, `${at}-0123456789abcdef`), '');
  }

  await (await open()).stop();

  expect(await readdir(folder)).toHaveLength(500);
});
