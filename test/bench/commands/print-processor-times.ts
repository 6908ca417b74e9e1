import Table from 'cli-table3';

/** Milliseconds a command, by process. */
export type ProcessorTimes = Record<string, number>;

/** Shows who takes the processor, in milliseconds a command. */
export function printProcessorTimes(
  measured: readonly { name: string; processorMs: ProcessorTimes }[],
): void {
  const processes = [...new Set(measured.flatMap(({ processorMs }) => Object.keys(processorMs)))];
  const table = new Table({
    head: ['processor time, ms a command', ...processes, 'all'],
    colAligns: ['left', ...processes.map(() => 'right' as const), 'right'],
    style: { head: [], border: [] },
  });
  for (const { name, processorMs } of measured) {
    const times = processes.map((process) => processorMs[process] ?? 0);
    table.push([name, ...[...times, times.reduce((sum, ms) => sum + ms, 0)].map((ms) => ms.toFixed(2))]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
