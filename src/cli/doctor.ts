import type { Command } from 'commander';
import type { Finding } from '#src/ports.ts';
import { print, printJson } from './context.ts';
import { plain } from './table.ts';

/** `largesse doctor`: what is wrong, and what to do about it. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look at every setting and server, and say what is wrong and what to do')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse doctor')
    .action(async ({ json }: { json?: boolean }) => {
      const { examine } = await import('./doctor/examine.ts');
      const findings: Finding[] = [];
      for await (const finding of examine()) {
        findings.push(finding);
        if (!json) printFinding(finding);
      }
      const ok = findings.every(({ level }) => level !== 'problem');
      if (!ok) process.exitCode = 1;
      if (json) return printJson({ ok, findings });
      print(`\n${summaryOf(findings)}`);
    });
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
