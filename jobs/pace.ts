type Workspace = { platform: string; workspaceId: string };

/** Which workspaces asked this process to wait, and how long. */
export type Pace = {
  /** Milliseconds to wait before sending there, 0 when it may be sent now. Those who wait are spread over a second. */
  waitMs(workspace: Workspace): number;
  /** Holds back what is for this workspace, and nobody else's. */
  holdBack(workspace: Workspace, forMs: number): void;
};

const SPREAD_MS = 1_000;

/** Keeps a workspace's rate limit to itself: after one 429, its other messages wait without asking. */
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
