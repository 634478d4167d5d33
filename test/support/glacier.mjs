// The glacier command from its sources, for tests: run with --conditions=glacier-source.
import { main } from "../../cli/src/main.ts";

process.exitCode = await main(process.argv.slice(2));
