/** What the packages of this repository may not be to one another. Pure: manifests in, problems out. */

const SCOPE = '@sixpence/';

/**
 * The problems of the package.json files, given parsed: packages that depend on each other in a circle (tests may: the
 * testkit needs the packages whose tests need it), and versions that are not exact.
 */
export function problemsOfPackages(manifests) {
  return [...circles(manifests), ...manifests.flatMap(inexactVersions)];
}

function circles(manifests) {
  const needs = new Map(manifests.map(({ name, dependencies }) => [name, ownPackages(dependencies)]));
  const clean = new Set();
  const problems = [];
  const visit = (name, path) => {
    if (path.includes(name))
      problems.push(`packages in a circle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
    if (path.includes(name) || clean.has(name)) return;
    for (const next of needs.get(name) ?? []) visit(next, [...path, name]);
    clean.add(name);
  };
  for (const name of needs.keys()) visit(name, []);
  return problems;
}

function ownPackages(dependencies = {}) {
  return Object.keys(dependencies).filter((name) => name.startsWith(SCOPE));
}

function inexactVersions({ name, dependencies, devDependencies, optionalDependencies }) {
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => /[\^~*<>x]|latest/.test(version.replace(/^npm:.*@/, '')))
    .map(([dependency, version]) => `${name}: ${dependency} ${version} is not an exact version`);
}
