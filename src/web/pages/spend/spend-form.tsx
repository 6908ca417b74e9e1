import { RANGE_PRESETS } from '#src/domain/report/day-range.ts';
import { SPEND_DIMENSIONS } from '#src/domain/kit/spend-dimension.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { pathWith } from '../../frame/path-with.ts';
import { DepartmentFilter, type FilteredDepartment } from '../../frame/department-filter.tsx';
import { Field } from '../../frame/field.tsx';
import type { AskedDays, SpendQuery } from './query.ts';

/** What the page is about: an address that can be kept and passed on. */
export function SpendForm({
  words,
  query,
  departments,
}: {
  words: Words;
  query: SpendQuery;
  departments: readonly FilteredDepartment[];
}) {
  const { say } = words;
  const { by, department, sort, days } = query;
  return (
    <>
      <PresetLinks words={words} days={days} path="/spend" others={{ by, department, sort }} />
      <form method="get" action="/spend" class="filter">
        <DayField name="from" label={say('web.spend.from')} value={days.from} />
        <DayField name="to" label={say('web.spend.to')} value={days.to} />
        <Choice
          name="by"
          label={say('web.spend.byLabel')}
          chosen={by}
          options={SPEND_DIMENSIONS.map((one) => [one, say(`web.spend.by.${one}`)])}
        />
        {departments.length > 1 && (
          <DepartmentFilter
            words={words}
            label={say('web.spend.department')}
            all={say('web.spend.allDepartments')}
            chosen={department}
            departments={departments}
          />
        )}
        <button class="button">{say('web.spend.show')}</button>
      </form>
    </>
  );
}

type PresetProps = {
  words: Words;
  days: AskedDays;
  path: string;
  /** What else the address asks for. */
  others: Readonly<Record<string, string | undefined>>;
};

/** Days with a name, a link each. */
export function PresetLinks({ words: { say }, days, path, others }: PresetProps) {
  return (
    <nav class="pages" aria-label={say('web.spend.range')}>
      {RANGE_PRESETS.map((range) => (
        <a
          href={pathWith(path, { range, ...others })}
          aria-current={days.preset === range ? 'page' : undefined}
        >
          {say(RANGES[range])}
        </a>
      ))}
    </nav>
  );
}

const RANGES = {
  'this-month': 'web.spend.range.this-month',
  'last-month': 'web.spend.range.last-month',
  'this-quarter': 'web.spend.range.this-quarter',
  'this-year': 'web.spend.range.this-year',
  'last-12-months': 'web.spend.range.last-12-months',
} as const satisfies Record<(typeof RANGE_PRESETS)[number], PlainKey>;

export function DayField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <Field
      name={name}
      label={label}
      control={(described) => <input {...described} type="date" name={name} value={value} />}
    />
  );
}

function Choice({
  name,
  label,
  chosen,
  options,
}: {
  name: string;
  label: string;
  chosen: string;
  options: readonly (readonly [value: string, text: string])[];
}) {
  return (
    <Field
      name={name}
      label={label}
      control={(described) => (
        <select {...described} name={name}>
          {options.map(([value, text]) => (
            <option value={value} selected={value === chosen}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}
