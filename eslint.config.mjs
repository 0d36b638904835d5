import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What Node gives to plain JavaScript files; TypeScript knows by itself. */
const nodeGlobals = [
  ...['process', 'console', 'Buffer', 'URL', 'fetch', 'AbortController', 'AbortSignal'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'],
  ...['require', 'module', '__dirname', '__filename'],
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'reports', '.elevate', '.stryker-tmp'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
        {
          // restify patches every response of the process, and its writeHead returns nothing.
          selector: "MemberExpression[object.callee.property.name='writeHead']",
          message:
            'Call writeHead and end as two statements: with restify loaded, it returns nothing.',
        },
      ],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'playground/page/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) },
  },
);
