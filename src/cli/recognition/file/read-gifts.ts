import { hash } from 'node:crypto';
import { foldText } from '#src/domain/kit/fold.ts';
import { must } from '#src/domain/kit/must.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Core } from '#src/process/open-core.ts';
import { type CheckedGift, type Company, checkGift, type Fault } from './check-gift.ts';
import { createCopyCounter } from './copy-counter.ts';
import { digestOfGift } from './digest-of-gift.ts';
import { type GiftFileForm, type GiftLine, openGiftFile } from './open-gift-file.ts';
import type { Person } from '#src/domain/people/person.ts';

/** A file and the giver of its gifts; an empty `batch` is the default one. `takesGuests`: rows may be for addresses that nobody has. */
export type Giving = {
  path: string;
  giver: Person;
  batch: string;
  form: GiftFileForm;
  takesGuests: boolean;
};

/** A valid row. `copy`: which of the identical rows it is, from 1. `key` identifies the gift for good. */
export type GoodRow = { line: GiftLine; gift: CheckedGift; key: string; copy: number };
export type BadRow = { line: GiftLine; faults: Fault[] };

/** A run of consecutive rows. */
export type Rows = { good: GoodRow[]; bad: BadRow[]; count: number };

export type OpenGifts = { header: string[]; chunks: AsyncGenerator<Rows> };

/** People are cached across chunks, up to a limit. */
const MAX_REMEMBERED = 50_000;

/**
 * Reads a file of gifts and checks every row, a thousand at a time, with at most one query about people for each
 * thousand.
 *
 * @throws `UnreadableFile`, from here or from `chunks`.
 */
export async function readGifts(
  core: Core,
  { path, giver, batch, form, takesGuests }: Giving,
): Promise<OpenGifts> {
  const departments = await core.app.queries.people.listDepartments(operatorOf(core));
  const own = departments.find(({ id }) => id === giver.departmentId);
  const ownDepartment = must(own, `department ${giver.departmentId}`);
  const file = await openGiftFile(path, form);
  const { header } = file;
  const people = new Map<string, Person | undefined>();
  const company: Company = {
    words: core.words,
    decimal: form.decimal,
    giver,
    takesGuests,
    ownDepartment,
    departments: new Map(departments.map((department) => [foldText(department.name), department])),
    recipientOf: (email) => people.get(foldText(email)),
  };
  const name = createNamer(batch);

  async function* check(): AsyncGenerator<Rows> {
    for await (const lines of file.chunks) {
      await remember(core, people, lines);
      yield sortOut(company, lines, { columnCount: header.length, name });
    }
  }
  return { header, chunks: check() };
}

type Checking = { columnCount: number; name: ReturnType<typeof createNamer> };

function sortOut(company: Company, lines: readonly GiftLine[], { columnCount, name }: Checking): Rows {
  const rows: Rows = { good: [], bad: [], count: lines.length };
  for (const line of lines) {
    const read = checkGift(company, line, columnCount);
    const named = read.ok ? name(read.value, line.fields) : undefined;
    if (!read.ok) rows.bad.push({ line, faults: read.faults });
    else if (named) rows.good.push({ line, gift: read.value, key: named.key, copy: named.copy });
    else rows.bad.push({ line, faults: [line.fields.id === '' ? REPEATED_COPY : REPEATED_ID] });
  }
  return rows;
}

const REPEATED_COPY: Fault = {
  column: 'copy',
  reason: 'a row above is the same and has the same number: give this one its own number',
};

const REPEATED_ID: Fault = { column: 'id', reason: 'a row above has the same id: give this one its own' };

/**
 * Identifies rows by their own id, which outlives any correction; else by their content and, for identical ones, by how many came before, so a row's position makes no
 * difference. A rejected row says itself which copy it was. Undefined when that copy was seen already.
 */
function createNamer(batch: string) {
  const counter = createCopyCounter();
  const givenCopies = createCopyCounter();
  return (
    gift: CheckedGift,
    { id, copy: copyField }: { id: string; copy: string },
  ): { key: string; copy: number } | undefined => {
    if (id !== '') {
      const digest = digestOfId(id);
      return counter.count(digest) > 1
        ? undefined
        : { key: `${batch}/id/${digest.toString('base64url')}`, copy: 1 };
    }
    const digest = digestOfGift(gift);
    const copy = copyField === '' ? counter.count(digest) : Number(copyField);
    if (copyField !== '' && givenCopies.count(withNumber(digest, copy)) > 1) return undefined;
    return { key: `${batch}/${digest.toString('base64url')}/${copy}`, copy };
  };
}

function digestOfId(id: string): Buffer {
  return Buffer.from(hash('sha256', `id ${id.normalize('NFC')}`, 'hex').slice(0, 32), 'hex');
}

function withNumber(digest: Buffer, copy: number): Buffer {
  const marked = Buffer.from(digest);
  marked.writeUInt32LE((marked.readUInt32LE(0) ^ copy) >>> 0);
  return marked;
}

async function remember(
  core: Core,
  people: Map<string, Person | undefined>,
  lines: readonly GiftLine[],
): Promise<void> {
  if (people.size > MAX_REMEMBERED) people.clear();
  const emails = new Set(lines.map(({ fields }) => foldText(fields.recipient)));
  const strangers = [...emails].filter((email) => !people.has(email));
  const found = await core.app.queries.people.findByEmail(operatorOf(core), strangers);
  strangers.forEach((email, index) => people.set(email, found[index]));
}
