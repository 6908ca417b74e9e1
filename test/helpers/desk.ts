/** What a run of tests makes once, when it is first asked for. */
export type Thing = 'database' | 'data' | 'programs';

/** Where the run's own process answers; set by it, also for programs that tests start. */
export const DESK = 'TEST_DESK';

/** Whether this is part of a run of tests. */
export function hasDesk(): boolean {
  return process.env[DESK] !== undefined;
}

/** The url of the database server, the folder of a cluster to copy, or the one of the compiled programs. */
export async function askDesk(thing: Thing): Promise<string> {
  const response = await fetch(`${process.env[DESK]}/${thing}`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`there is no ${thing} for the tests: ${answer}`);
  return answer;
}
