/** The one Polars of a pipeline and of Glacier. The only place that imports it before it is needed: who imports this wants frames. */
export { default as pl } from "nodejs-polars";
