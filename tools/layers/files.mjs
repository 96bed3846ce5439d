/** What a file's path says about its layer, as regular expressions over paths from the root. */
import { verbs } from './verbs.mjs';

const noun = '^services/[^/]+/src/[^/]+/';
const verb = `(?:${verbs.join('|')})-`;

/** `<noun>.ts`: the rules. No Nest, no SQL, no input or output. */
export const pure = `${noun}(?!${verb})[^./]+[.]ts$`;
/** `<verb>-<noun>.ts`: one use case. */
export const useCase = `${noun}${verb}[^./]+[.]ts$`;
/** `<nouns>.store.ts`: the only SQL of the noun. */
export const store = `${noun}[^./]+[.]store[.]ts$`;
/** `<nouns>.controller.ts` speaks HTTP, with what guards and decorates it. */
export const http = `${noun}[^./]+[.](?:controller|guard|decorator)[.]ts$`;
/** `<nouns>.consumer.ts` speaks with the bus. */
export const bus = `${noun}[^./]+[.]consumer[.]ts$`;
/** `<nouns>.runner.ts`: a loop that the clock drives, from the service's start to its end. */
export const runner = `${noun}[^./]+[.]runner[.]ts$`;
/** `<nouns>.module.ts` wires a noun; `<service>.module.ts` the service. */
export const module = '^services/.+[.]module[.]ts$';
/** Boot: what starts the process and reads its variables. */
export const boot = '^services/[^/]+/src/(?:main|index)[.]ts$';

/** Tests, and what only tests use. */
export const tests = '([.]test[.]tsx?$)|((^|/)test/)|(^tests/)|(^tools/)';

/** Packages whose every file is a pure function of its input. */
export const purePackages = '^packages/(?:money|schemas)/';
/** The pure part of the chains: addresses, payment links and networks as data. */
export const pureChains = '^packages/chains/src/(?:index|pure|.*(?:address|uri|network|networks|salt))[.]ts$';
/** Libraries that compute and nothing else. */
export const pureLibraries = '(^|/)node_modules/(?:zod|ipaddr[.]js|@noble/[^/]+|@scure/[^/]+)/';
/** Parts of Node that compute and nothing else (hashes and signatures; addresses and URLs). */
export const pureNode = '^(?:node:)?(?:crypto|buffer|url)$';
