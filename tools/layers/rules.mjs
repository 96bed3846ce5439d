/**
 * The dependency rule, for dependency-cruiser. `npm run check` refuses an import that breaks it; docs/architecture.md
 * explains it. Each rule's comment is what its author reads when it bites.
 */
import * as is from './files.mjs';

const forbidden = [
  {
    name: 'pure-files-import-pure-files',
    comment:
      'A file without a suffix holds rules that are true without a computer: it imports pure files, @sixpence/money, ' +
      '@sixpence/schemas and the pure part of @sixpence/chains. If it is an order of steps, its name begins with a verb ' +
      '(tools/layers/verbs.mjs); if it speaks to anything, its suffix says to what.',
    from: { path: is.pure },
    to: { pathNot: [is.pure, is.purePackages, is.pureChains, is.pureLibraries, is.pureNode] },
  },
  {
    name: 'use-cases-import-pure-files-and-stores',
    comment: 'A use case is called by controllers, consumers and runners and knows none of them.',
    from: { path: is.useCase },
    to: { path: [is.http, is.bus, is.runner, is.module, is.boot] },
  },
  {
    name: 'controllers-import-use-cases',
    comment: 'A controller or consumer calls a use case; the store is behind that.',
    from: { path: [is.http, is.bus] },
    to: { path: [is.store, is.module, is.boot] },
  },
  {
    name: 'stores-import-pure-files',
    comment: 'A store speaks SQL for one noun and decides nothing.',
    from: { path: is.store },
    to: { path: [is.useCase, is.http, is.bus, is.runner, is.module, is.boot] },
  },
  {
    name: 'nobody-imports-the-boot',
    comment: 'main.ts starts a process when it is imported.',
    from: {},
    to: { path: '^(?:services/[^/]+|standalone|bench)/src/main[.]ts$' },
  },
  {
    name: 'services-import-packages-never-each-other',
    comment:
      'What passes between services passes over the bus; what two need and has a name of its own is a package.',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'standalone-alone-imports-services',
    comment: 'Only standalone puts services together; benches and tests may start them.',
    from: { pathNot: ['^services/', '^standalone/', '^bench/', is.tests] },
    to: { path: ['^services/', '^standalone/'] },
  },
  {
    name: 'packages-stand-alone',
    comment: 'A package knows nothing of the services, pages, benches and tests that use it.',
    from: { path: '^packages/' },
    to: { path: '^(?:services|standalone|apps|bench|tests|tools)/' },
  },
  {
    name: 'money-is-pure',
    comment: '@sixpence/money computes; it imports nothing.',
    from: { path: '^packages/money/src/', pathNot: is.tests },
    to: { pathNot: '^packages/money/src/' },
  },
  {
    name: 'schemas-are-pure',
    comment: '@sixpence/schemas holds shapes; it imports zod and @sixpence/money, and node:crypto for ids.',
    from: { path: '^packages/schemas/src/', pathNot: is.tests },
    to: { pathNot: ['^packages/(?:schemas|money)/src/', is.pureLibraries, is.pureNode] },
  },
  {
    name: 'pages-use-the-sdk',
    comment: 'A page speaks to Sixpence as anyone may: through the SDK.',
    from: { path: '^apps/' },
    to: { path: '^packages/', pathNot: '^packages/(?:sdk|money)/' },
  },
  {
    name: 'the-testkit-is-for-tests',
    comment: '@sixpence/testkit starts servers; what is deployed must not.',
    from: { path: '^(?:packages|services|standalone|apps)/', pathNot: [is.tests, '^packages/testkit/'] },
    to: { path: '^packages/testkit/' },
  },
  {
    name: 'packages-are-imported-by-name',
    comment: "Another package's files are its own business: import what it exports, by its name.",
    from: { path: '^((?:packages|services|apps)/[^/]+|standalone|bench|contracts|tests)/' },
    to: {
      path: '^(?:packages|services|apps|standalone|bench|contracts|tests)/',
      pathNot: '^$1/',
      dependencyTypesNot: ['aliased', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'],
    },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that import each other are one file, or lack a third.',
    from: {},
    to: { circular: true },
  },
];

export default {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    exclude: { path: ['(^|/)dist/'] },
    // Imports of types count: a layer that needs another's types knows it.
    tsPreCompilationDeps: true,
    // The packages' names lead to their sources, so that nothing need be built and cycles through packages are seen.
    tsConfig: { fileName: 'tools/layers/tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
    progress: { type: 'none' },
  },
};
