import { type Config, ConfigError, configFrom, type Env, readEnv, unknownSettings } from '#src/config.ts';
import type { Finding } from '#src/ports/doctor.ts';

/** The configuration without its wrong settings, and their names. */
export type ReadSettings = { config: Config; wrong: ReadonlySet<string>; findings: Finding[] };

const SUBJECT = 'Settings';

/**
 * Reads the settings and reports all faults at once: each wrong setting is reported and left out until the rest can be
 * read.
 */
export function readSettings(): ReadSettings {
  const env: Env = { ...readEnv(), LOG_LEVEL: readEnv().LOG_LEVEL ?? 'silent' };
  const wrong = new Set<string>();
  const findings = unknownSettings().map((name): Finding => {
    const message = `${name} is set, but there is no such setting`;
    return { subject: SUBJECT, level: 'warning', message, fix: 'Correct its name, or remove it' };
  });
  for (;;) {
    try {
      const config = configFrom(env);
      for (const { error } of config.misconfigured) {
        findings.push(findingOf(error));
        for (const name of error.settings) wrong.add(name);
      }
      if (wrong.size === 0) findings.unshift({ subject: SUBJECT, level: 'ok', message: describe(readEnv()) });
      return { config, wrong, findings };
    } catch (error) {
      if (!(error instanceof ConfigError) || error.settings.length === 0) throw error;
      findings.push(findingOf(error));
      for (const name of error.settings) {
        wrong.add(name);
        delete env[name];
      }
    }
  }
}

function describe(env: Env): string {
  const names = Object.keys(env);
  if (names.length > 0) return `${names.join(', ')} can be read`;
  return 'nothing is configured: the embedded Postgres and the playground are used';
}

/** Messages say what is wrong first, then what to do. */
function findingOf({ message }: ConfigError): Finding {
  const [what = message, ...rest] = message.split(/\. (?=[A-Z])/u);
  const fix = rest.join('. ');
  return { subject: SUBJECT, level: 'problem', message: what, ...(fix ? { fix } : {}) };
}
