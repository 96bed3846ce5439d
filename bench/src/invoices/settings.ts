import { parseArgs } from 'node:util';

/** How the bench is run. Every number can be set: `npm run bench -- invoices --pairs 7 --operations 20000`. */
export interface Settings {
  /** Turns of core and ceiling each: A B A B … */
  readonly pairs: number;
  /** Invoices of one turn. */
  readonly operations: number;
  /** Requests under way at once, each on a connection of its own. */
  readonly connections: number;
  /** How long the run at half load lasts. */
  readonly steadySeconds: number;
  /** Where to leave a CPU profile of core; none is made when undefined. */
  readonly profileDir: string | undefined;
}

/** Reads the arguments. Throws on what is unknown or no positive number. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pairs: { type: 'string', default: '5' },
      operations: { type: 'string', default: '12000' },
      connections: { type: 'string', default: '64' },
      'steady-seconds': { type: 'string', default: '10' },
      profile: { type: 'string' },
    },
  });
  return {
    pairs: positive('pairs', values.pairs),
    operations: positive('operations', values.operations),
    connections: positive('connections', values.connections),
    steadySeconds: positive('steady-seconds', values['steady-seconds']),
    profileDir: values.profile,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} wants a positive whole number, not ${text}`);
}
