import type { Command } from 'commander';
import { addSetActive } from './set-active.ts';

/** `largesse people reactivate`: brings somebody back who had left. */
export function addPeopleReactivate(program: Command): void {
  addSetActive(program, 'reactivate', 'bring somebody back, with the role that they had');
}
