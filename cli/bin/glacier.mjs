#!/usr/bin/env node
// Plain JavaScript on purpose: it runs on any Node, and says so where the product cannot.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`glacier needs Node 22.12 or newer; this is ${process.versions.node}. With npm: npx -y -p node@24 -- glacier ...`);
  process.exit(2);
}
// Compiling is most of what a small project waits for: compiled code is kept from run to run.
const { enableCompileCache } = await import("node:module");
enableCompileCache();
const { main } = await import("../dist/main.js");
process.exitCode = await main(process.argv.slice(2));
