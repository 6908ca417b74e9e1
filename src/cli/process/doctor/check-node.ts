import type { Finding } from '#src/ports/doctor.ts';

const OLDEST = [20, 19] as const;

/** Whether this Node.js is new enough. */
export function checkNode(version = process.versions.node): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  const found = { subject: 'Node.js', message: version };
  return [
    isOld
      ? { ...found, level: 'problem', fix: `Use ${OLDEST.join('.')} or later` }
      : { ...found, level: 'ok' },
  ];
}
