/** What a file of this repository may not be or say. Pure: text in, problems out. */

const LINE_LIMIT = 400;
const CODE = /\.(ts|tsx|mts|mjs|cjs|js|sql|sol|css|html)$/;
const TEST = /(\.test\.(ts|tsx|mjs)$)|((^|\/)test\/)|(^tests\/)/;
const JUNK_DRAWER = /(^|\/)(shared|common|utils?|helpers?|libs?|misc)\//;
/** What a suffix may say in a service: see docs/architecture.md, "Where does a line belong?". */
const LAYERS = [
  'store',
  'controller',
  'consumer',
  'module',
  'guard',
  'client',
  'runner',
  'provider',
  'decorator',
  'test',
  'generated',
];

/** Words that mark work as unfinished, spelt so that this file does not hold them. */
const UNFINISHED = /\b(TO[D]O|FI[X]ME|HA[C]K)\b/;
const ONLY = /\b(?:it|test|describe|suite)(?:\.\w+)*\.only\b/;
const SLEEP = /\bsetTimeout\s*\(|['"]node:timers\/promises['"]/;
/** Home folders of people, and the place where this checkout lies. */
const HOME = /\/(?:home|Users)\/[a-z][\w.-]*\//;

/**
 * The problems of one file, each `path:line what`. `text` is its content, `generated` says that a machine wrote it,
 * `checkout` is where the repository lies on this machine.
 */
export function problemsOfFile({ path, text, generated, checkout }) {
  if (path === 'package-lock.json') return problemsOfLockfile(path, text);
  if (generated) return [];
  const problems = problemsOfPath(path);
  const lines = text.split('\n');
  if (CODE.test(path) && lines.length - 1 > LINE_LIMIT)
    problems.push(`${path}: ${lines.length - 1} lines; ${LINE_LIMIT} is too many`);
  for (const [index, line] of lines.entries()) {
    for (const problem of problemsOfLine(path, line, checkout))
      problems.push(`${path}:${index + 1} ${problem}`);
  }
  return problems;
}

function problemsOfLine(path, line, checkout) {
  const problems = [];
  if (UNFINISHED.test(line)) problems.push('unfinished work is an issue, not a comment');
  if (line.includes(`${checkout}/`) || HOME.test(line)) problems.push('a path of one machine');
  if (TEST.test(path) && CODE.test(path)) {
    if (ONLY.test(line)) problems.push('.only keeps the other tests from running');
    if (SLEEP.test(line))
      problems.push("a test waits for what it wants (testkit's until), not for time to pass");
  }
  if (
    /^services\/[^/]+\/src\/.*\.ts$/.test(path) &&
    !/\.(store|test)\.ts$/.test(path) &&
    /\bsql`/.test(line)
  ) {
    problems.push('only a store speaks SQL');
  }
  return problems;
}

function problemsOfPath(path) {
  const problems = [];
  const drawer = JUNK_DRAWER.exec(path);
  if (drawer) problems.push(`${path}: "${drawer[2]}" is no name: what is in there has one`);
  const inService = /^services\/[^/]+\/src\/(.*)\.ts$/.exec(path);
  if (!inService) return problems;
  const segments = inService[1].split('/');
  const [, ...suffixes] = segments.at(-1).split('.');
  if (segments.length > 2) problems.push(`${path}: the folder of a noun is flat`);
  if (suffixes.length > 0 && !LAYERS.includes(suffixes[0]))
    problems.push(`${path}: .${suffixes[0]} is no layer (${LAYERS.join(', ')})`);
  return problems;
}

/** Addresses in the lockfile would tie every install to the registry of whoever wrote it. */
function problemsOfLockfile(path, text) {
  const line = text.split('\n').findIndex((content) => /"resolved": "(?:https?|git)/.test(content));
  return line < 0 ? [] : [`${path}:${line + 1} holds download addresses: see .npmrc, and make it anew`];
}
