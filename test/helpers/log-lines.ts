/** A line of a process's log. `count`: of how many it tells, where that is not one. */
export type ProcessLogLine = { level: number; msg: string; job?: string; count?: number } & Record<
  string,
  unknown
>;

/** The level of what was done. */
export const INFO = 30;

/** The lines of the log in what a process said. */
export function logLinesIn(said: string): ProcessLogLine[] {
  return said
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as ProcessLogLine] : []));
}
