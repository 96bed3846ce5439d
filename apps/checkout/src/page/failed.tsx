import './failed.css';
import { Button } from '../design/button.js';
import { WarningIcon } from '../design/icons.js';
import type { Failure } from './failure.js';

/** There is nothing to show; the sentences say why. */
export function Failed({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  return (
    <main className="failed">
      <div className="panel" role="alert">
        <span className="failed-sign">
          <WarningIcon />
        </span>
        <h1>{failure.title}</h1>
        <p>{failure.text}</p>
        {!failure.isFinal && <Button onClick={onRetry}>Try now</Button>}
      </div>
    </main>
  );
}
