// The flights example in this process, without the runner: what `flightDelays.run()` costs, measured like the work by hand.
import { measured } from "./measured.mjs";

const [data] = process.argv.slice(2);
for (const name of ["AWS_REGION", "AZURE_RESOURCE_GROUP", "GCP_PROJECT"]) delete process.env[name];
process.env.GLACIER_BASE_PATH = data;

const { flightDelays } = await import("../../examples/flights/pipeline.ts");
await measured(() => flightDelays.run());
