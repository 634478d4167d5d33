import { defineConfig } from "vitest/config";

const conditions = ["glacier-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/{core,server,cli,client,syntaxes,examples,meta}/**/*.test.ts"],
    // nodejs-polars is a native addon, which a process of its own isolates better than a worker thread.
    pool: "forks",
    // The runner and the command are started as processes of their own, which need the built code.
    globalSetup: ["test/support/build-core.ts", "test/support/no-network-proxy.ts"],
    setupFiles: ["test/support/no-network.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is polled comes by an event; the limit is only there for what never comes. Its default is one second.
    expect: { poll: { timeout: 20_000 } },
  },
});
