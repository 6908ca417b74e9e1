import type { Words } from '#src/words/words.ts';
import { SelectField } from './select-field.tsx';

export type FilteredDepartment = { id: string; name: string; isClosed: boolean };

type DepartmentFilterProps = {
  words: Words;
  label: string;
  /** What stands for all of them. */
  all: string;
  chosen: string | undefined;
  departments: readonly FilteredDepartment[];
};

/** Of which department something is shown: the closed ones stand apart. */
export function DepartmentFilter({ words, label, all, chosen, departments }: DepartmentFilterProps) {
  const open = departments.filter(({ isClosed }) => !isClosed);
  const closed = departments.filter(({ isClosed }) => isClosed);
  return (
    <SelectField
      name="department"
      label={label}
      chosen={chosen}
      options={[['', all], ...open.map(optionOf)]}
      more={{ label: words.say('web.people.closedDepartments'), options: closed.map(optionOf) }}
    />
  );
}

function optionOf({ id, name }: { id: string; name: string }): [string, string] {
  return [id, name];
}
