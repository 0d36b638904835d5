// Who may import whom. The table is the house's floor plan; test/architecture.test.ts proves that every line of it
// bites. Type-only imports count: a type is knowledge too.

/** Rooms of plain rules: time and rows come in as arguments. */
const pure = ['elevation', 'commands', 'audit', 'administration'];
/** Single files that every room with an outside may use. */
const shared = ['errors', 'words', 'log'];

/**
 * What of ours each room (a folder, or a file of that name) may import besides itself.
 * `platforms/contract` stands for that one file; a bare name for the whole room.
 */
const mayImport = {
  errors: [],
  log: [],
  'read-body': [],
  words: ['errors', 'elevation'],
  config: [...pure, ...shared],
  // The rules know their own words and nothing else, so that they can be read, tested and proven alone.
  elevation: ['errors', 'words'],
  commands: ['errors', 'words', 'elevation'],
  audit: ['errors', 'words', 'elevation'],
  administration: ['errors', 'words', 'elevation'],
  // Each of these faces one outside. They never see one another; what they exchange goes through workflow or app.
  store: [...pure, ...shared],
  views: [...pure, ...shared],
  directory: [...pure, ...shared],
  connectors: [...pure, ...shared],
  // Platforms hand what comes in to the Inbound that app gives them; they know no workflow.
  platforms: ['read-body', 'views', ...pure, ...shared],
  // The verbs. Of everything that can be plugged in they know the contract only.
  workflow: [
    'store',
    'views',
    'platforms/contract',
    'connectors/contract',
    'directory/contract',
    ...pure,
    ...shared,
  ],
  jobs: ['workflow', 'store', ...pure, ...shared],
  // Serves whatever routes app mounts on it.
  http: ['errors', 'log', 'read-body'],
};

/** Folders of plug-ins: one folder each, reached through the registry (platforms: also from app) and never from another. */
const plugInRooms = ['platforms', 'connectors', 'directory'];

const room = (name) => `^src/${name}(/|\\.ts$)`;

const roomRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `room-${name}`,
  comment:
    `src/${name} imports of ours only: ${allowed.join(', ') || 'nothing'}. Hand the rest in as an argument, ` +
    'or move the code to the room where it belongs.',
  severity: 'error',
  from: { path: room(name) },
  to: { path: '^(src|playground|migrations)/', pathNot: [name, ...allowed].map(room) },
}));
// The store lists and runs the migrations; nothing else of it is outside src.
roomRules.find(({ name }) => name === 'room-store').to.pathNot.push('^migrations/');

const plugInRules = plugInRooms.flatMap((name) => [
  {
    name: `plug-in-${name}-alone`,
    comment:
      'A plug-in never imports another plug-in: each can be removed by deleting its folder and its line.',
    severity: 'error',
    from: { path: `^src/${name}/([^/]+)/` },
    to: { path: `^src/${name}/[^/]+/`, pathNot: `^src/${name}/$1/` },
  },
  {
    name: `plug-in-${name}-by-registry`,
    comment:
      'A plug-in is known to its registry (or to app, which builds everything) and to nobody else.',
    severity: 'error',
    from: {
      path: '^(src|playground|migrations)/',
      pathNot: [`^src/${name}/registry\\.ts$`, '^src/app\\.ts$', `^src/${name}/[^/]+/`],
    },
    to: { path: `^src/${name}/[^/]+/` },
  },
]);

const entranceRules = [
  {
    name: 'app-is-the-top',
    comment:
      'app.ts wires everything. Whoever imports it depends on everything: only main, cli and the playground.',
    severity: 'error',
    from: {
      path: '^(src|playground|migrations)/',
      pathNot: '^(src/(main|app)\\.ts$|src/cli/|playground/)',
    },
    to: { path: '^src/app\\.ts$' },
  },
  {
    name: 'command-line-is-an-entrance',
    comment: 'main and cli are where a process begins; nothing builds on them.',
    severity: 'error',
    from: { path: '^(src|playground|migrations)/', pathNot: '^src/(main\\.ts$|cli/)' },
    to: { path: '^src/(main\\.ts$|cli/)' },
  },
  {
    name: 'playground-from-the-command-line-only',
    comment: 'The simulated platforms and targets are no part of the service.',
    severity: 'error',
    from: { path: '^(src|migrations)/', pathNot: '^src/(main\\.ts$|cli/)' },
    to: { path: '^playground/' },
  },
  {
    name: 'simulations-are-independent-judges',
    comment:
      'A simulated platform or target that shares code with what it judges shares its mistakes. It may know contracts and errors.',
    severity: 'error',
    from: {
      path: '^playground/(slack|teams|shared|exchange)/',
      pathNot: '^playground/exchange/connector\\.ts$',
    },
    to: {
      path: '^src/',
      pathNot: '^src/(errors\\.ts$|log\\.ts$|(platforms|connectors|directory)/contract\\.ts$)',
    },
  },
  {
    name: 'simulations-do-not-know-each-other',
    comment:
      'Each simulated system stands alone; what they have in common is in playground/shared.',
    severity: 'error',
    from: { path: '^playground/(slack|teams|exchange)/' },
    to: { path: '^playground/', pathNot: '^playground/($1|shared)/' },
  },
  {
    name: 'simulated-connector-is-a-connector',
    comment:
      'The connector to the simulated Exchange knows what every connector knows, and its own folder.',
    severity: 'error',
    from: { path: '^playground/exchange/connector\\.ts$' },
    to: {
      path: '^src/',
      pathNot: ['^src/connectors/[^/]+\\.ts$', ...[...pure, ...shared].map(room)],
    },
  },
  {
    name: 'migrations-stand-alone',
    comment:
      'A migration says what the schema was made into on one day. Code that changes later would change it.',
    severity: 'error',
    from: { path: '^migrations/' },
    to: { path: '^(src|playground|test|bench)/' },
  },
  {
    name: 'product-knows-no-tests',
    comment: 'Tests and benchmarks know the product, never the other way round.',
    severity: 'error',
    from: { path: '^(src|playground|migrations)/' },
    to: { path: '^(test|bench|scripts)/' },
  },
];

/** Packages that only one room may know, so that they can be replaced there. */
const packageRules = [
  ['bolt', '(@slack/(bolt|web-api|socket-mode|oauth)|@slack/types)', ['^src/platforms/slack/']],
  ['botbuilder', '(botbuilder[^/]*|botframework-[^/]+)', ['^src/platforms/teams/']],
  ['typeorm', 'typeorm', ['^src/store/', '^migrations/']],
].map(([name, packages, homes]) => ({
  name: `only-home-of-${name}`,
  comment: `Only ${homes.join(' and ')} may know this package.`,
  severity: 'error',
  from: { path: '^(src|playground|migrations)/', pathNot: homes },
  to: { path: `(^|/)node_modules/${packages}/` },
}));

const pureRules = [
  {
    name: 'rules-use-pure-packages',
    comment:
      'Rules have no clock, network, database or framework: of packages they use luxon and zod, canonicalize for the ' +
      'canonical form of audit events, yaml for the configuration as text and re2js for the patterns that admins write.',
    severity: 'error',
    from: { path: pure.map(room) },
    to: {
      path: '(^|/)node_modules/',
      pathNot: '(^|/)node_modules/(@types/)?(luxon|zod|canonicalize|yaml|re2js)/',
    },
  },
  {
    name: 'rules-have-no-outside',
    comment:
      'Rules have no outside: of Node they use assertions, and hashes where a digest or a seal is made.',
    severity: 'error',
    from: { path: pure.map(room) },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(assert(/strict)?|crypto)$' },
  },
  {
    name: 'hashes-where-digests-are-made',
    comment:
      'A hash in another rule would be a sign of hidden state. Random ids are made outside and handed in.',
    severity: 'error',
    from: {
      path: ['^src/elevation/', '^src/commands/', '^src/administration/'],
      pathNot: '/digest\\.ts$',
    },
    to: { dependencyTypes: ['core'], path: '^(node:)?crypto$' },
  },
];

const generalRules = [
  {
    name: 'no-cycle',
    comment: 'Two files in a cycle are one file with a seam in the wrong place.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'This import points to nothing.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared-packages',
    comment:
      'A package that is there only because another one brought it may be gone tomorrow: add it to package.json.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'service-runs-without-development-packages',
    comment:
      'The service is installed without devDependencies in production. Types are gone by then and may be used.',
    severity: 'error',
    from: { path: '^(src|migrations)/' },
    to: {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: 'node_modules/@types/',
    },
  },
];

module.exports = {
  forbidden: [
    ...roomRules,
    ...plugInRules,
    ...entranceRules,
    ...packageRules,
    ...pureRules,
    ...generalRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|reports|\\.elevate|\\.stryker-tmp|\\.git)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'require', 'import', 'node', 'default'],
    },
  },
};
