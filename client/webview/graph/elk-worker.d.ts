/** ELK's own code, which esbuild.mjs makes a function of: its text is what a worker runs. */
declare module "elkjs/lib/elk-worker.min.js" {
  /** In a worker, listens on `self`; on a page, puts a stand-in for a worker into `module.exports`. */
  const elk: (self: unknown, module: { exports?: { Worker?: new () => Worker } }, exports: object) => void;
  export default elk;
}
