/** Which tests tell most about which files: `npm run check` runs these, and `npm test` all. */

/** Where the tests of a room lie, when that is not the same path under `test/`. The first that fits counts. */
const ROOMS: readonly [room: RegExp, tests: string][] = [
  [/^test\//u, 'test/'],
  [/^\.dev\//u, 'test/dev/'],
  [/^migrations\//u, 'test/db/kit/'],
  // What a use case's SQL does is tried through the use case.
  [/^src\/db\/(?!kit\/|queries\/)/u, 'test/usecases/'],
  [/^src\//u, 'test/'],
  [/^adapters\/chat\//u, 'test/adapters/'],
  [/^(?=adapters\/|jobs\/)/u, 'test/'],
];

const ALWAYS = ['test/architecture.test.ts'];
const OF_DOCS = ['test/readme.test.ts', 'test/contributing.test.ts'];

/** Paths from the root, with forward slashes; `tests` are all there are. Every file has some, if only those of the docs. */
export function testsOf(files: readonly string[], tests: readonly string[]): string[] {
  const found = files.flatMap((file) => testsOfOne(file, tests));
  return [...new Set([...found, ...ALWAYS])].filter((file) => tests.includes(file)).toSorted();
}

function testsOfOne(file: string, tests: readonly string[]): string[] {
  if (tests.includes(file)) return [file];
  const room = ROOMS.find(([start]) => start.test(file));
  if (!room || !/\.(tsx?|sql)$/u.test(file)) return OF_DOCS;
  return nearest(file.replace(...room), tests);
}

/** The tests of the same name; else those of its folder, or of the one above it that has any. */
function nearest(mirrored: string, tests: readonly string[]): string[] {
  const parts = mirrored.split('/');
  const folder = parts.slice(0, -1).join('/');
  const namesakes = tests.filter(
    (test) => folderOf(test) === above(folder, 'steps') && isNamesake(test, mirrored),
  );
  if (namesakes.length > 0) return namesakes;
  for (let depth = parts.length - 1; depth > 1; depth -= 1) {
    const path = parts.slice(0, depth).join('/');
    const near = tests.filter((test) => test.startsWith(`${path}/`) || test === `${path}.test.ts`);
    if (near.length > 0) return near;
  }
  return tests.filter((test) => isNamesake(test, mirrored));
}

/** `undo-gift.test.ts` and `redeem.test.ts` are of the same name as `undo-gifts.ts` and `redeem-code.ts`. */
function isNamesake(test: string, file: string): boolean {
  const [one, other] = [stemOf(test), stemOf(file)];
  return one === other || other.startsWith(`${one}-`) || one.startsWith(`${other}-`);
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.replace(/(?<!s)s?(\.test)?\.\w+$/u, '');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function above(folder: string, name: string): string {
  return folder.endsWith(`/${name}`) ? folderOf(folder) : folder;
}
