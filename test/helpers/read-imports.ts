import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One import as it is written, and the file of ours or the package that it leads to. */
export type ImportFact = { from: string; to: string; isOurs: boolean };

/** Our source files below a folder, as paths from the root with forward slashes. */
export function listSources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** Every import of a file: static, type-only, re-exported and dynamic ones. Throws when the file does not parse. */
export function readImports(file: string, source = readFileSync(join(ROOT, file), 'utf8')): ImportFact[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const specifiers = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) =>
      one.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map((one) =>
      source.slice(one.moduleRequest.start + 1, one.moduleRequest.end - 1),
    ),
    ...importTypes(source),
  ];
  return [...new Set(specifiers)].map((specifier) => factOf(file, specifier));
}

/** What a file brings with it as soon as it is loaded: neither types nor what it imports later. */
function readLoads(file: string): ImportFact[] {
  const { module } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  const specifiers = [
    ...module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ isType, moduleRequest }) => (isType || !moduleRequest ? [] : [moduleRequest.value])),
    ),
  ];
  return specifiers.map((specifier) => factOf(file, specifier));
}

/** The packages that are loaded with a file of ours, by itself or by what it loads, in the order of their names. */
export function packagesLoadedBy(file: string): string[] {
  const files = new Set([file]);
  const packages = new Set<string>();
  for (const loaded of files) {
    for (const { to, isOurs } of readLoads(loaded)) (isOurs ? files : packages).add(to);
  }
  return [...packages].toSorted();
}

/** `typeof import('x')` and `import('x').Y` in types, which the module record leaves out. */
function importTypes(source: string): string[] {
  return [...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/gu)].map((match) => match[1] ?? '');
}

function factOf(from: string, specifier: string): ImportFact {
  if (specifier.startsWith('#')) return { from, to: specifier.slice(1), isOurs: true };
  if (specifier.startsWith('.')) return { from, to: posix.join(dirname(from), specifier), isOurs: true };
  return { from, to: packageOf(specifier), isOurs: false };
}

/** `@slack/bolt` of `@slack/bolt/x`, `pg` of `pg`, `node:` of every built-in module. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
