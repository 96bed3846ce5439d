import './action-error.css';
import type { ActionState } from './page-state.js';

/** Why the last attempt did not work, read aloud at once. The place of it is always there, or nothing would be read. */
export function ActionError({ state, id }: { state: ActionState; id?: string }) {
  return (
    <p className="action-error" role="alert" id={id}>
      {state.phase === 'failed' ? state.sentence : ''}
    </p>
  );
}
