import type { Command } from 'commander';
import type { Finding } from '#src/ports/doctor.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson } from '#src/cli/kit/context.ts';
import { forceEnd, hearSignals, onEndSignal } from '#src/cli/kit/on-end-signal.ts';
import { plain } from '#src/cli/kit/table.ts';

/** `largesse doctor`: says what is wrong and how to fix it. */
export function addDoctor(program: Command): void {
  commandOf(program, 'doctor')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse doctor')
    .action(async ({ json }: { json?: boolean }) => {
      const { examine } = await import('./doctor/examine.ts');
      const findings: Finding[] = [];
      const end = listenForEnd();
      for await (const finding of examine()) {
        if (end.code !== undefined) break;
        findings.push(finding);
        if (!json) printFinding(finding);
      }
      await hearSignals();
      if (end.code !== undefined) process.exit(end.code);
      end.stopListening();
      const ok = findings.every(({ level }) => level !== 'problem');
      if (!ok) process.exitCode = 1;
      if (json) return printJson({ ok, findings });
      print(`\n${summaryOf(findings)}`);
    });
}

/**
 * Notes the signal instead of exiting: an embedded Postgres that is being tried is gone by the next finding, and would
 * run on for good if we left before.
 */
function listenForEnd(): { code?: number; stopListening: () => void } {
  const end: ReturnType<typeof listenForEnd> = {
    stopListening: onEndSignal((code) => {
      end.code = code;
      forceEnd(code);
    }),
  };
  return end;
}

const SIGNS = { ok: '✓', warning: '!', problem: '✗' } as const;

function printFinding({ subject, level, message, fix }: Finding): void {
  const name = subject.charAt(0).toUpperCase() + subject.slice(1);
  print(plain(`${SIGNS[level]} ${name}: ${message}`));
  if (fix) print(plain(`    → ${fix}`));
}

function summaryOf(findings: readonly Finding[]): string {
  const [problems, warnings] = (['problem', 'warning'] as const).map((level) => {
    const { length } = findings.filter((finding) => finding.level === level);
    return length > 0 ? `${length} ${level}${length === 1 ? '' : 's'}` : undefined;
  });
  const found = [problems, warnings].filter((words) => words !== undefined);
  return found.length === 0 ? 'All is well.' : `Found ${found.join(' and ')}.`;
}
