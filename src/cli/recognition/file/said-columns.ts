import { InvalidArgumentError } from 'commander';
import { headerKey } from '#src/domain/kit/headers.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { GIFT_FIELDS, type GiftField } from '#src/domain/recognition/gift-columns.ts';
import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';

/** A header with the field that it means. */
export type GiftMapped = { header: string; field: GiftField };

/** The fields that a column may be said to mean. */
export const MAPPABLE: readonly GiftField[] = GIFT_FIELDS.filter((field) => field !== 'copy');

export function addTo(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Reads `HEADER=FIELD`. */
export function readMapped(text: string, before: GiftMapped[]): GiftMapped[] {
  const at = text.lastIndexOf('=');
  const [header, name] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const field = MAPPABLE.find((one) => one === name);
  if (at > 0 && headerKey(header) !== '' && field) return [...before, { header, field }];
  throw new InvalidArgumentError(`Write HEADER=FIELD. Fields are ${MAPPABLE.join(', ')}.`);
}

export function readDecimal(text: string): DecimalMark {
  if (text === 'comma' || text === ',') return ',';
  if (text === 'dot' || text === '.') return '.';
  throw new InvalidArgumentError('Write comma or dot.');
}

type Said = { map: readonly GiftMapped[]; ignore: readonly string[] };

/** What columns mean, as it was said before and now. */
export async function saidGiftColumns(
  core: Core,
  { map, ignore }: Said,
): Promise<Map<string, GiftField | null>> {
  const remembered = await core.app.queries.people.listColumns(operatorOf(core), 'gifts');
  const known = remembered.flatMap(({ headerKey: key, field }) => {
    const read = field === null ? null : GIFT_FIELDS.find((one) => one === field);
    return read === undefined ? [] : [[key, read] as const];
  });
  return new Map<string, GiftField | null>([...known, ...saidNow({ map, ignore })]);
}

/** Remembers what was said now, for next time. */
export async function rememberGiftColumns({ app, organization }: Core, said: Said): Promise<void> {
  const columns = [...new Map(saidNow(said))].map(([key, field]) => ({ headerKey: key, field }));
  await app.people.rememberColumns(organization, { kind: 'gifts', columns });
}

function saidNow({ map, ignore }: Said): [string, GiftField | null][] {
  return [
    ...ignore.map((header): [string, null] => [headerKey(header), null]),
    ...map.map(({ header, field }): [string, GiftField] => [headerKey(header), field]),
  ];
}
