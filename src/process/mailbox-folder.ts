import { createHash } from 'node:crypto';
import { readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KEPT_MAILS, type MailKeeper } from '#adapters/mail/smtp/mailbox.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import { makeFolder } from '#src/kit/make-folder.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { ReceivedMail } from '#src/ports/mail.ts';
import type { Log } from '#src/ports/log.ts';

type FolderDeps = { keys: Pick<KeyRing, 'seal' | 'open'>; log: Log };

const mailShape = z.object({
  messageId: z.string(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  at: z.coerce.date(),
}) satisfies z.ZodType<ReceivedMail>;

const NAME = /^[\dTZ-]+-[\da-f]{16}$/u;

/**
 * Keeps the playground's mails in a folder, a file for each, sealed: they hold codes in clear. Only the last ones are
 * kept, and what cannot be opened is left out.
 */
export async function openMailboxFolder(folder: string, deps: FolderDeps): Promise<MailKeeper> {
  await makeFolder(folder, 0o700);
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
  await Promise.all(names.slice(0, -KEPT_MAILS).map((name) => unlink(join(folder, name))));
  const kept = await Promise.all(names.slice(-KEPT_MAILS).map((name) => findMail(deps, folder, name)));
  return {
    kept: kept.filter((mail) => mail !== undefined),
    async keep(mail) {
      const name = nameOf(mail);
      try {
        await writeAside(join(folder, name), deps.keys.seal(new SecretCode(JSON.stringify(mail)), name));
      } catch (err) {
        deps.log.warn({ err, name }, 'Playground mail not kept for the next start');
      }
    },
  };
}

/** Seals the mails that are kept in the folder anew under the first key. Returns how many. */
export async function resealMails(folder: string, keys: FolderKeys): Promise<number> {
  const [first] = keys.ids();
  const old = (await listMails(folder, keys)).filter(({ keyId }) => keyId !== first);
  for (const { name, sealed } of old) {
    await writeAside(join(folder, name), keys.seal(keys.open(sealed, name), name));
  }
  return old.length;
}

/** How many of the mails that are kept in the folder are under a key. */
export async function countMailsUnder(folder: string, keys: FolderKeys, id: string): Promise<number> {
  return (await listMails(folder, keys)).filter(({ keyId }) => keyId === id).length;
}

type FolderKeys = Pick<KeyRing, 'ids' | 'seal' | 'open' | 'keyIdOf'>;

async function listMails(
  folder: string,
  keys: Pick<KeyRing, 'keyIdOf'>,
): Promise<{ name: string; sealed: Buffer; keyId: string }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
  return Promise.all(
    names.map(async (name) => {
      const sealed = await readFile(join(folder, name));
      return { name, sealed, keyId: keys.keyIdOf(sealed) };
    }),
  );
}

async function findMail(
  { keys, log }: FolderDeps,
  folder: string,
  name: string,
): Promise<ReceivedMail | undefined> {
  try {
    const sealed = await readFile(join(folder, name));
    return mailShape.parse(JSON.parse(keys.open(sealed, name).reveal()));
  } catch (err) {
    log.warn({ err, name }, 'A mail of the playground cannot be opened');
    return undefined;
  }
}

/** Sorts by time. */
function nameOf({ at, messageId }: ReceivedMail): string {
  const id = createHash('sha256').update(messageId).digest('hex').slice(0, 16);
  return `${at.toISOString().replaceAll(/[:.]/gu, '-')}-${id}`;
}

/** Nobody ever reads half a file. */
async function writeAside(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.new`;
  await writeFile(aside, bytes, { mode: 0o600 });
  await rename(aside, path);
}
