import { environment } from '#src/kit/environment.ts';

/** What npm tells the programs it runs. It is no setting of ours, so the help need not load the settings. */
type NpmEnv = { npm_command?: string | undefined };

/** Whether `npx` runs us. It leaves its program running when it is told to end. */
export function isRunByNpx(env: NpmEnv = environment()): boolean {
  return env['npm_command'] === 'exec';
}

/** Whether npm runs us, which people do at a terminal. */
export function isRunByNpm(env: NpmEnv = environment()): boolean {
  return env['npm_command'] !== undefined;
}

/** How another command of this program is started, in the way that this one was: by npx, by npm in a checkout, or by name. */
export function readInvocation(env: NpmEnv = environment()): string {
  if (isRunByNpx(env)) return 'npx largesse';
  return isRunByNpm(env) ? 'npm run -s largesse --' : 'largesse';
}
