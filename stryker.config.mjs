// `npm run mutation`: changes the rules and the two verbs that matter most line by line, and sees whether a test notices.
// It runs in two parts, each with the tests that are the specification of that part, and not with the stories that
// happen to pass through it. Survivors that cannot be told from the original are disabled in place, each with its reason.

export const parts = {
  // Pure, so nothing but the processor limits it.
  rules: {
    mutate: ['src/elevation/**/*.ts', '!src/elevation/model.ts'],
    // Not the search through all states: it walks through everything before its first test, so nothing that it notices
    // is seen to be noticed by a test, and it costs every changed line two seconds.
    tests: ['elevation/!(state-space)'],
  },
  verbs: {
    mutate: ['src/workflow/decide-request.ts', 'src/workflow/end-grant.ts'],
    tests: [
      'workflow/{who-decides,audit-trail,grants-and-targets,request-to-end}',
      'workflow/{approve-for-less,end-grant,extensions,stages}',
    ],
  },
};

const part = process.env.MUTATION_PART ?? 'rules';

const config = {
  mutate: parts[part].mutate,
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  // A runner that is used for long gets slower with every mutant; one that starts too often only starts.
  maxTestRunnerReuse: part === 'rules' ? 25 : 15,
  // Constants at the top of a file: a tenth of the mutants and half of the time, as each runs all tests.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  // What is copied for each worker; node_modules is linked.
  ignorePatterns: ['dist', 'docs', 'reports', 'coverage', '.elevate', 'shared'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutation-${part}.json` },
  tempDirName: `.stryker-tmp/${part}`,
  thresholds: { high: 95, low: 90, break: 90 },
};

export default config;
