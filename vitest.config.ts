import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
    // It imports JSON without saying so, which Node refuses.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
})
