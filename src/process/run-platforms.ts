import type { Config, ConfigError } from '#src/config.ts';
import type { ChatHost, ChatPlatform } from '#src/ports/chat.ts';
import type { PlatformState, PlatformStates } from '#src/ports/platform-state.ts';
import { type KeepDeps, keepConnected } from './keep-connected.ts';
import { tellStates } from './tell-states.ts';

/** The chat platforms of this process, each on its own. */
export type RunningPlatforms = {
  /** How each is connected, by its id; for `/readyz`. */
  states(): PlatformStates;
  /** Resolves when the first attempt at each has succeeded or failed. */
  firstAttempts: Promise<void>;
  stop(): Promise<void>;
};

/** Settings are read once, so a restart is needed. */
function stateOf({ message, settings: [setting] }: ConfigError): PlatformState {
  const advice = 'Correct the setting and restart; `largesse doctor` checks it';
  return {
    status: 'needs-person',
    trouble: { reason: message, advice, needsPerson: true, ...(setting !== undefined && { setting }) },
  };
}

/** Keeps every platform connected. None waits for another, nor does anybody who calls this. */
export function runPlatforms(
  deps: KeepDeps,
  platforms: readonly ChatPlatform[],
  host: ChatHost,
  misconfigured: Config['misconfigured'] = [],
): RunningPlatforms {
  const kept = platforms.map((platform) => [platform.id, keepConnected(deps, platform, host)] as const);
  const broken = misconfigured.map(({ platform, error }) => [platform, stateOf(error)] as const);
  function states(): PlatformStates {
    return Object.fromEntries([...broken, ...kept.map(([id, platform]) => [id, platform.state()] as const)]);
  }
  const hush = tellStates(deps.log, states);
  return {
    states,
    firstAttempts: Promise.all(kept.map(([, platform]) => platform.firstAttempt)).then(() => undefined),
    async stop() {
      hush();
      await Promise.allSettled(kept.map(([, platform]) => platform.stop()));
    },
  };
}
