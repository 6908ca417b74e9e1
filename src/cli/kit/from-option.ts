import { Option } from 'commander';
import { dayStart } from '#src/domain/kit/period.ts';
import { readDay } from './read-arguments.ts';

/** `--from` of a command whose change can begin on a later day. */
export function fromOption(): Option {
  return new Option(
    '--from <day>',
    'the day on which it begins, such as 2027-01-01, at midnight in the department’s zone, else the organization’s; at once if omitted. “plans list” shows what is planned',
  ).argParser(readDay);
}

/** When a day begins by a zone's clocks; undefined where none was typed. */
export function startIn(timeZone: string, day: string | undefined): Date | undefined {
  return day === undefined ? undefined : dayStart(day, timeZone);
}
