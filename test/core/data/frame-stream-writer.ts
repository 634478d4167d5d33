// Begins to give a frame, says so, and waits to be killed. Run by temporary-folder.test.ts.
import { encodeFrame } from "../../../core/src/data/frame-stream.ts";
import { pl } from "../../../core/src/data/polars.ts";

const frame = pl.DataFrame({ id: Array.from({ length: 2_000_000 }, (_, index) => Math.sin(index)) });
const encoded = await encodeFrame("csv", frame, "test://killed");
process.stdout.write("stream" in encoded ? "begun\n" : "too small\n");
setInterval(() => undefined, 1_000);
