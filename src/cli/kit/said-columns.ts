import { InvalidArgumentError, Option } from 'commander';
import { headerKey } from '#src/domain/kit/headers.ts';
import type { Core } from '#src/process/open-core.ts';
import { operatorOf } from './operator.ts';

/** What a command line says of a file's columns: what they mean, and which are left out. */
export type SaidColumns<F extends string> = {
  map: readonly { header: string; field: F }[];
  ignore: readonly string[];
};

/** `--map`, for a file with these fields. */
export function mapOption<F extends string>(fields: readonly F[]): Option {
  const names = fields.join(', ');
  function readMapped(text: string, before: SaidColumns<F>['map']): SaidColumns<F>['map'] {
    const at = text.lastIndexOf('=');
    const [header, name] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    const field = fields.find((one) => one === name);
    if (at > 0 && headerKey(header) !== '' && field) return [...before, { header, field }];
    throw new InvalidArgumentError(`Write HEADER=FIELD. Fields are ${names}.`);
  }
  return new Option('--map <header=field>', `what a column means: ${names}`)
    .argParser<SaidColumns<F>['map']>(readMapped)
    .default([]);
}

/** `--ignore`. */
export function ignoreOption(): Option {
  return new Option('--ignore <header>', 'leave a column out')
    .argParser<string[]>((header, before) => [...before, header])
    .default([]);
}

/** What columns mean, by the key of their header, as it was said before and now. */
export async function findColumnMeanings<F extends string>(
  core: Core,
  { kind, fields }: { kind: 'people' | 'gifts'; fields: readonly F[] },
  said: SaidColumns<F>,
): Promise<Map<string, F | null>> {
  const remembered = await core.app.queries.people.listColumns(operatorOf(core), kind);
  const known = remembered.flatMap(({ headerKey: key, field }): [string, F | null][] => {
    const read = field === null ? null : fields.find((one) => one === field);
    return read === undefined ? [] : [[key, read]];
  });
  return new Map([...known, ...meaningsOf(said)]);
}

/** Remembers what was said now, for next time. */
export async function rememberColumnMeanings<F extends string>(
  { app, organization }: Core,
  kind: 'people' | 'gifts',
  said: SaidColumns<F>,
): Promise<void> {
  const columns = [...new Map(meaningsOf(said))].map(([key, field]) => ({ headerKey: key, field }));
  await app.people.rememberColumns(organization, { kind, columns });
}

/** What columns mean, by the key of their header, as it was said now. */
export function saidMeanings<F extends string>(said: SaidColumns<F>): Map<string, F | null> {
  return new Map(meaningsOf(said));
}

function meaningsOf<F extends string>({ map, ignore }: SaidColumns<F>): [string, F | null][] {
  return [
    ...ignore.map((header): [string, null] => [headerKey(header), null]),
    ...map.map(({ header, field }): [string, F] => [headerKey(header), field]),
  ];
}
