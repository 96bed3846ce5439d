import { testTransport } from '@sixpence/testkit';
import * as sources from '../src/index.js';
import type { Transport } from '../src/index.js';

/** The transport this run of the test is about, of the sources under test. */
export const busTransport = (): Promise<Transport> => testTransport(sources);
