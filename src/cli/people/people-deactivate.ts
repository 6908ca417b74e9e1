import type { Command } from 'commander';
import { addSetActive } from './set-active.ts';

/** `largesse people deactivate`: deactivates somebody who left. */
export function addPeopleDeactivate(program: Command): void {
  addSetActive(program, 'deactivate', 'end somebody’s approvals, sign-ins and gifts at once: they left');
}
