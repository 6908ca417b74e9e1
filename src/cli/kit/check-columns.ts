import { headerKey } from '#src/domain/kit/headers.ts';
import { UsageError } from './context.ts';

/** Refuses to let a column mean two things, or be read and left out. */
export function checkColumns({
  map,
  ignore,
}: {
  map: readonly { header: string; field: string }[];
  ignore: readonly string[];
}): void {
  const said = new Map(ignore.map((header) => [headerKey(header), '--ignore']));
  for (const { header, field } of map) {
    const before = said.get(headerKey(header));
    if (before && before !== field) {
      const [one, other] = [before, field].map((what) => (what === '--ignore' ? what : `--map to ${what}`));
      throw new UsageError(`“${header}” has both ${one} and ${other}: leave one out`);
    }
    said.set(headerKey(header), field);
  }
}
