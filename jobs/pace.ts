type Workspace = { platform: string; workspaceId: string };

/** Which workspaces asked this process to wait, and for how long. */
export type Pace = {
  /** Milliseconds to wait before sending there, 0 to send now. Waits are spread over a second. */
  waitMs(workspace: Workspace): number;
  /** Holds back messages to this workspace and to no other. */
  holdBack(workspace: Workspace, forMs: number): void;
};

const SPREAD_MS = 1_000;

/** Confines a rate limit to its workspace: after one 429, that workspace's other messages wait without asking. */
export function createPace(now: () => number = Date.now): Pace {
  const heldUntil = new Map<string, number>();

  return {
    waitMs(workspace) {
      const key = keyOf(workspace);
      const leftMs = (heldUntil.get(key) ?? 0) - now();
      if (leftMs > 0) return leftMs + Math.random() * SPREAD_MS;
      heldUntil.delete(key);
      return 0;
    },
    holdBack(workspace, forMs) {
      const key = keyOf(workspace);
      heldUntil.set(key, Math.max(heldUntil.get(key) ?? 0, now() + forMs));
    },
  };
}

function keyOf({ platform, workspaceId }: Workspace): string {
  return `${platform}|${workspaceId}`;
}
