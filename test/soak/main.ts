import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs the soak in a process group of its own: a terminal's Ctrl-C reaches this process only, and not the servers and
 * workers that the audit still needs. Once asks it to stop, twice ends it at once.
 */
const program = fileURLToPath(new URL('soak.ts', import.meta.url));
const child = spawn(process.execPath, [...process.execArgv, program, ...process.argv.slice(2)], {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    child.send('stop');
    process.once(signal, () => process.kill(-(child.pid ?? 0), 'SIGKILL'));
  });
}
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
