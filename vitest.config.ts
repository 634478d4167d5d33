import { defineConfig } from "vitest/config";

const conditions = ["glacier-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/{core,server,cli,client,syntaxes,examples,meta}/**/*.test.ts"],
    // nodejs-polars is a native addon, which a process of its own isolates better than a worker thread.
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
