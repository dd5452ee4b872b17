import { defineConfig } from 'vitest/config'

const suite = (name: string, include: string[], workers: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: { name, include, maxWorkers: workers, globalSetup },
})

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 180_000,
    projects: [
      suite('unit', ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'packages/**/*.test.ts'], 2),
      suite('e2e', ['test/e2e/*.e2e.ts'], 2, ['test/e2e/setup.ts']),
      suite('references', ['test/references/*.references.test.ts'], 1),
      suite('fuzz', ['test/fuzz/*.fuzz.ts'], 1),
      suite('cluster', ['test/cluster/*.cluster.test.ts'], 2),
    ],
  },
})
